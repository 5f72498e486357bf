-- KEYS[1]: the devices of one user, each "<free again at, ms> <connection> <entry>"
-- ARGV: device, connection, entry, for how long in ms, how many there may be (0: only renewed, unless another took over)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local old, others = '', 0
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  if tonumber(string.match(all[i + 1], '^%d+')) <= now then
    redis.call('HDEL', KEYS[1], all[i])
  elseif all[i] == ARGV[1] then
    old = all[i + 1]
  else
    others = others + 1
  end
end
local renewed = ARGV[5] == '0'
if renewed and old ~= '' and string.match(old, '^%d+ (%S+)') ~= ARGV[2] then
  return {0, ''}
end
if not renewed and old == '' and others >= tonumber(ARGV[5]) then
  return {0, ''}
end
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now + ARGV[4]) .. ' ' .. ARGV[2] .. ' ' .. ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return {1, old}

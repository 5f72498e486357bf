-- KEYS[1]: the moments that were let pass, oldest first, in microseconds of this server's clock
-- ARGV: limit, window in microseconds, 1 to count or 0 to look only
-- returns allowed, how many are counted, microseconds until one more is free, microseconds until the oldest leaves
local key, limit, window = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local oldest = redis.call('LINDEX', key, 0)
while oldest and tonumber(oldest) <= now - window do
  redis.call('LPOP', key)
  oldest = redis.call('LINDEX', key, 0)
end
local count = oldest and redis.call('LLEN', key) or 0
local reset = oldest and oldest + window - now or 0

if count >= limit then
  return {0, count, redis.call('LINDEX', key, count - limit) + window - now, reset}
end
if ARGV[3] == '1' then
  redis.call('RPUSH', key, string.format('%.0f', now))
  redis.call('PEXPIRE', key, math.ceil(window / 1000))
  count, reset = count + 1, oldest and reset or window
end
return {1, count, 0, reset}

"""Says whether a PostgreSQL and a Redis answer: python -m tests.services DATABASE_URL REDIS_URL"""

import sys

import psycopg
import redis


def main(database_url: str, redis_url: str) -> int:
    try:
        psycopg.connect(database_url, connect_timeout=3).close()
    except psycopg.OperationalError:
        print(f"no PostgreSQL answers at {database_url}: its tests are left out", file=sys.stderr)
        return 1
    try:
        redis.Redis.from_url(redis_url, socket_timeout=3).ping()
    except redis.RedisError:
        print(f"no Redis answers at {redis_url}: its tests are left out", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

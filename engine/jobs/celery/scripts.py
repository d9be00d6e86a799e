"""The steps that must be whole: Redis runs a script without anybody in between (https://redis.io/docs/latest/develop/programmability/).

Keys, all under one prefix: `job:<id>` one client's part (hash), `flight:<key>` one picture under way (hash), `fans:<key>` the jobs that
want it, `client:<c>` a client's open jobs, `line` pictures that wait, by arrival, `open` all under way, by their last sign of life.
"""

from __future__ import annotations

# prefix, key, id, order, name, client, now, most, most_per_client, promised, priority -> {"new" | "joined" | "known" | "full" | "mine"}
SUBMIT = """
local p, key, id, client, now = ARGV[1], ARGV[2], ARGV[3], ARGV[6], ARGV[7]
if redis.call('EXISTS', p..'job:'..id) == 1 then return {'known'} end
local mine = redis.call('SCARD', p..'client:'..client)
if mine >= tonumber(ARGV[9]) then return {'mine'} end
local answer = 'joined'
if redis.call('EXISTS', p..'flight:'..key) == 0 then
  if redis.call('ZCARD', p..'open') >= tonumber(ARGV[8]) then return {'full'} end
  answer = 'new'
  redis.call('HSET', p..'flight:'..key, 'order', ARGV[4], 'name', ARGV[5], 'state', 'queued', 'attempts', 0, 'priority', ARGV[11])
  redis.call('ZADD', p..'line', now, key)
  redis.call('ZADD', p..'open', now, key)
end
redis.call('HSET', p..'job:'..id, 'order', ARGV[4], 'key', key, 'client', client, 'promised', ARGV[10])
redis.call('SADD', p..'fans:'..key, id)
redis.call('SADD', p..'client:'..client, id)
return {answer, tostring(mine)}
"""

# prefix, key, owner, now, patience -> {attempt, order, name}, or {} when it is done, called off, or in somebody's living hands
CLAIM = """
local p, key, now = ARGV[1], ARGV[2], tonumber(ARGV[4])
local flight = p..'flight:'..key
if redis.call('EXISTS', flight) == 0 then return {} end
local beat = tonumber(redis.call('HGET', flight, 'beat') or '0')
if redis.call('HGET', flight, 'state') == 'processing' and now - beat < tonumber(ARGV[5]) then return {} end
local attempt = redis.call('HINCRBY', flight, 'attempts', 1)
redis.call('HSET', flight, 'state', 'processing', 'owner', ARGV[3], 'beat', now, 'began', now, 'told', '')
redis.call('ZREM', p..'line', key)
redis.call('ZADD', p..'open', now, key)
return {tostring(attempt), redis.call('HGET', flight, 'order'), redis.call('HGET', flight, 'name')}
"""

# prefix, key, owner, now, told -> how many still want it; -1 when it is no longer this owner's
BEAT = """
local p, key = ARGV[1], ARGV[2]
local flight = p..'flight:'..key
if redis.call('HGET', flight, 'owner') ~= ARGV[3] then return -1 end
redis.call('HSET', flight, 'beat', ARGV[4])
if ARGV[5] ~= '' then redis.call('HSET', flight, 'told', ARGV[5]) end
redis.call('ZADD', p..'open', ARGV[4], key)
return redis.call('SCARD', p..'fans:'..key)
"""

# prefix, key, owner, due: back in line, not to be missed before `due`; the attempt does not count
RELEASE = """
local p, key = ARGV[1], ARGV[2]
local flight = p..'flight:'..key
if redis.call('HGET', flight, 'owner') ~= ARGV[3] then return 0 end
redis.call('HSET', flight, 'state', 'queued', 'owner', '')
redis.call('HINCRBY', flight, 'attempts', -1)
redis.call('ZADD', p..'line', ARGV[4], key)
redis.call('ZADD', p..'open', ARGV[4], key)
return 1
"""

# prefix, key, owner, end, seconds, made, dropped -> how many jobs ended; -1: no longer this owner's, left alone; -2: dropped because
# nobody wanted it, but meanwhile somebody does, so it is back in line.
LAND = """
local p, key = ARGV[1], ARGV[2]
local flight = p..'flight:'..key
if redis.call('HGET', flight, 'owner') ~= ARGV[3] then return -1 end
if ARGV[7] == '1' and redis.call('SCARD', p..'fans:'..key) > 0 then
  redis.call('HSET', flight, 'state', 'queued', 'owner', '')
  return -2
end
if ARGV[6] ~= '' then redis.call('SET', p..'made:'..key, ARGV[6], 'EX', ARGV[5]) end
local ended = 0
for _, id in ipairs(redis.call('SMEMBERS', p..'fans:'..key)) do
  local job = p..'job:'..id
  if redis.call('EXISTS', job) == 1 and redis.call('HSETNX', job, 'end', ARGV[4]) == 1 then
    redis.call('SREM', p..'client:'..redis.call('HGET', job, 'client'), id)
    redis.call('EXPIRE', job, ARGV[5])
    redis.call('PUBLISH', p..'ended', id)
    ended = ended + 1
  end
end
redis.call('DEL', flight, p..'fans:'..key)
redis.call('ZREM', p..'line', key)
redis.call('ZREM', p..'open', key)
return ended
"""

# prefix, id, end, seconds, only_unpromised -> 1 if the job was open. The last to go takes a picture that waits out of the line.
CALL_OFF = """
local p, id = ARGV[1], ARGV[2]
local job = p..'job:'..id
if redis.call('EXISTS', job) == 0 then return 0 end
if ARGV[5] == '1' and redis.call('HGET', job, 'promised') == '1' then return 0 end
if redis.call('HSETNX', job, 'end', ARGV[3]) == 0 then return 0 end
local key = redis.call('HGET', job, 'key')
redis.call('EXPIRE', job, ARGV[4])
redis.call('SREM', p..'client:'..redis.call('HGET', job, 'client'), id)
redis.call('SREM', p..'fans:'..key, id)
redis.call('PUBLISH', p..'ended', id)
local flight = p..'flight:'..key
if redis.call('SCARD', p..'fans:'..key) == 0 and redis.call('HGET', flight, 'state') == 'queued' then
  redis.call('DEL', flight, p..'fans:'..key)
  redis.call('ZREM', p..'line', key)
  redis.call('ZREM', p..'open', key)
end
return 1
"""

#!lua
-- Puts a session at the end of its tenant's list. The list lives as long as its longest session.
-- KEYS x   ARGV nonce h | retention
local time = redis.call('TIME')
redis.call('ZADD', KEYS[1], string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)), ARGV[2])
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return {ARGV[1], ARGV[2]}

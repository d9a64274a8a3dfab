#!lua
-- Puts a session at the end of its tenant's list, a branch at the end of that of branches, and the session whose name
-- stands for it forward too. The lists live as long as their longest session.
-- KEYS x xb m   ARGV nonce h | retention
local now, retention = digits(clock()), ARGV[3]
local function put(list, h)
  redis.call('ZADD', list, now, h)
  if redis.call('PTTL', list) < tonumber(retention) then
    redis.call('PEXPIRE', list, retention)
  end
end
local s = fields(ARGV[2], 'meta', 'bh', 'name')
if s.meta then
  put(KEYS[s.bh and 2 or 1], ARGV[2])
end
if s.meta and s.name and line(s.name) == ARGV[2] then
  put(KEYS[fields(s.name, 'bh').bh and 2 or 1], s.name)
end
return {ARGV[1], ARGV[2]}

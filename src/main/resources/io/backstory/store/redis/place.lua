#!lua
-- Where a session that is no longer listed stood: a tombstone still knows.
-- KEYS m   ARGV nonce h | tenant
local s = redis.call('HMGET', KEYS[1], 'tenant', 'touched')
if s[1] ~= ARGV[3] or not s[2] then
  return {ARGV[1], ARGV[2], ''}
end
return {ARGV[1], ARGV[2], s[2]}

#!lua
-- Removes what else belonged to a deleted session: records of requests, and its list of branches unless it was begun anew.
-- KEYS b records ...   ARGV nonce h
if fields(ARGV[2], 'del').del then
  redis.call('UNLINK', KEYS[1])
end
if #KEYS > 1 then
  redis.call('UNLINK', unpack(KEYS, 2))
end
return {ARGV[1], ARGV[2]}

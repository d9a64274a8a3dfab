#!lua
-- Removes keys of one session.
-- KEYS ...   ARGV nonce h
if #KEYS > 0 then
  redis.call('UNLINK', unpack(KEYS))
end
return {ARGV[1], ARGV[2]}

#!lua
-- Sessions of a tenant by last use, those after the given one; sessions of one moment are in the order of their keys.
-- KEYS x   ARGV nonce h | newestFirst limit after place, which stands in for a session that is not listed any more
local x = KEYS[1]
local newest, limit, after = ARGV[3] == '1', tonumber(ARGV[4]), ARGV[5]
local place
if after ~= '' then
  place = redis.call('ZSCORE', x, after) or (ARGV[6] ~= '' and ARGV[6])
  if not place then
    return {ARGV[1], ARGV[2], 'unknown', {}}
  end
end
local found, offset = {}, 0
while #found < 2 * limit do
  local some
  if newest then
    some = redis.call('ZRANGE', x, place or '+inf', '-inf', 'BYSCORE', 'REV', 'LIMIT', offset, limit + 1, 'WITHSCORES')
  else
    some = redis.call('ZRANGE', x, place or '-inf', '+inf', 'BYSCORE', 'LIMIT', offset, limit + 1, 'WITHSCORES')
  end
  for n = 1, #some, 2 do
    local behind = not place or tonumber(some[n + 1]) ~= tonumber(place)
      or (newest and some[n] < after) or (not newest and some[n] > after)
    if behind and #found < 2 * limit then
      found[#found + 1] = some[n]
      found[#found + 1] = some[n + 1]
    end
  end
  if #some < 2 * (limit + 1) then
    break
  end
  offset = offset + limit + 1
end
return {ARGV[1], ARGV[2], 'page', found}

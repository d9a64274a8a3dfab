#!lua
-- The session as of now, with its turns unless "turns" is 0; what its name stands for, if "follow" is 1.
-- KEYS m t   ARGV nonce h | tenant turns follow
local h = ARGV[5] == '1' and line(ARGV[2]) or ARGV[2]
local s = session(h)
local up = s.tenant == ARGV[3] and not s.del and s.meta and bases(s)
if not up then
  return {ARGV[1], ARGV[2], 'not_found'}
end
local owners, turns = {}, {}
if ARGV[4] ~= '0' then
  owners, turns = history(s, up, 0)
end
return {ARGV[1], ARGV[2], 'found', summary(s, up[1]), owners, turns}

#!lua
-- One turn: "numbered" seq or the "newest" of what the name stands for, or that of a "token", which names its session. A
-- token does not find an erased turn.
-- KEYS m t   ARGV nonce h | tenant how seq turnId
local how, seq, turnId = ARGV[4], tonumber(ARGV[5]), ARGV[6]
local s = session(how == 'token' and ARGV[2] or line(ARGV[2]))
local up = s.tenant == ARGV[3] and not s.del and bases(s)
if not up then
  return {ARGV[1], ARGV[2], 'not_found'}
end
if runs(s, how, seq, turnId) then
  return {ARGV[1], ARGV[2], 'running', s.sid, digits(s.ver + 1)}
end
if how == 'newest' then
  seq = s.ver
end
local owner, n = s, 0
while how ~= 'token' and up[n + 1] and seq <= owner.bs and owner.first == owner.bs + 1 do
  n = n + 1
  owner = up[n]
end
local turn = s.meta and turn_at(owner, seq)
if not turn or (how == 'token' and not answers(turn, turnId)) then
  return {ARGV[1], ARGV[2], 'not_found'}
end
return {ARGV[1], ARGV[2], 'found', summary(owner, up[n + 1]), owner.h, owner.gen, digits(seq), turn}

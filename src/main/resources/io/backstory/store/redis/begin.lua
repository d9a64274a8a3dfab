#!lua
-- Takes the lease of a session. Writes no turn: a session that was never committed has no field "meta", and everybody
-- but the holder of its lease takes it for absent.
-- KEYS m t i of the name
-- ARGV nonce h | tenant sid owner ttl | mode fp recordTtl | cachedGen cachedVer cachedRev | newGen create expected unborn
--      | head, or line baseH baseSeq, or after seq turnId branch
local tenant, owner, ttl = ARGV[3], ARGV[5], tonumber(ARGV[6])
local mode, fp, recordTtl = ARGV[7], ARGV[8], ARGV[9]
local cachedGen, cachedVer, cachedRev = ARGV[10], tonumber(ARGV[11]), tonumber(ARGV[12])
local newGen, create, expected, unborn = ARGV[13], ARGV[14] == '1', ARGV[15], ARGV[16]
local place = ARGV[17]

local now = clock()
local function answer(...)
  return {ARGV[1], ARGV[2], ...}
end

local named = fields(ARGV[2], 'tenant', 'sid')
if named.tenant and (named.tenant ~= tenant or named.sid ~= ARGV[4]) then
  return answer('not_found')
end
local h, i = place == 'head' and line(ARGV[2]) or ARGV[2], KEYS[3]
local s = session(h)
local exists = s.tenant and not s.del
if not exists then
  s.ver, s.upto, s.meta, s.lt = 0, 0, nil, nil
end

-- went back: a failover or a restore lost what a caller still holds
if cachedGen ~= '' and cachedVer > 0 and (not s.tenant or (s.gen == cachedGen and cachedVer > s.ver)) then
  return answer('regressed')
end

local own = s.lt and string.match(s.lt, '%.(.*)$') == owner
local busy = held(s)
local up = {}
if own or s.meta then
  up = bases(s)
  if not up then
    return answer('not_found')
  end
end

local function record(state, ...)
  if mode ~= '' then
    redis.call('DEL', i)
    redis.call('HSET', i, 'st', state, 'fp', fp, 'gen', s.gen, 'line', h, ...)
    redis.call('PEXPIRE', i, recordTtl)
  end
end

-- what became of the request when it was sent before, perhaps to another line of the name
local function repeated()
  local r = redis.call('HMGET', i, 'st', 'fp', 'gen', 'line', 'lt', 'seq', 'to')
  local its = (not r[4] or r[4] == h) and s or session(r[4])
  if not r[1] or its.gen ~= r[3] or its.del then
    return nil
  end
  if r[2] ~= fp then
    return answer('key_reused')
  end
  if r[1] == 'F' and place == 'after' then
    return answer('fork', r[7])
  end
  local seq = tonumber(r[6] or 0)
  local counts = mode == 'E' or place == 'after' or (its == s and seq == s.ver)
  if r[1] == 'D' and counts and seq >= its.first then
    local turn = turn_at(its, seq)
    return turn and answer('replay', its.h, its.gen, seq, turn) or answer('regressed')
  end
  return r[1] == 'P' and its == s and busy and r[5] == s.lt and answer('in_progress', s.lu - now)
end

-- the place where a new branch begins: in the session that owns the turn
local function base_of(at, seq)
  local base = session(at)
  local its = base.tenant == tenant and base.meta and bases(base)
  while its and base.bh and seq <= base.bs do
    base = table.remove(its, 1)
  end
  if not its or seq > base.ver or (seq < base.first and seq > 0) then
    return nil
  end
  base.upto = seq
  table.insert(its, 1, base)
  return its
end

if not own then
  local before = exists and mode ~= '' and mode ~= 'W' and repeated()
  if before then
    return before
  end
  if place == 'after' then
    local turn = s.meta and turn_at(s, tonumber(ARGV[18]))
    if not turn or not answers(turn, ARGV[19]) then
      return answer('not_found')
    end
    if busy or tonumber(ARGV[18]) < s.ver then
      record('F', 'to', ARGV[20])
      return answer('fork', ARGV[20])
    end
  end
  if busy then
    return answer('busy', s.lu - now)
  end
  if not s.meta then
    up = {}
    if place == 'line' and ARGV[18] ~= '' then
      up = base_of(ARGV[18], tonumber(ARGV[19]))
    end
    if not create or not up then
      return answer('not_found')
    end
    if #up > BASES then
      return answer('too_deep')
    end
    s.ver = up[1] and up[1].upto or 0
  end
  if expected ~= '' and tonumber(expected) ~= s.ver then
    return answer('not_head', s.ver)
  end
end

if not exists then
  redis.call('DEL', key(h, 'm'))
  redis.call('UNLINK', key(h, 't'), key(h, 'b'))
  s = {h = h, sid = ARGV[4], gen = newGen, ver = s.ver, rev = 0, fence = s.fence, born = digits(now)}
  redis.call('HSET', key(h, 'm'), 'tenant', tenant, 'sid', s.sid, 'gen', newGen, 'rev', 0, 'born', s.born)
end
if not own then
  s.fence = s.fence + 1
  s.lt = digits(s.fence) .. '.' .. owner
  if not s.meta then
    -- a first turn that came to nothing may have begun elsewhere: that was another session of this name
    local base = up[1] or {}
    if s.bh ~= base.h or s.bg ~= base.gen or (base.h and s.bs ~= s.ver) then
      s.gen = newGen
    end
    s.first, s.upto, s.bs = s.ver + 1, s.ver, base.h and s.ver or 0
    redis.call('HDEL', key(h, 'm'), 'bh', 'bg', 'bs')
    redis.call('HSET', key(h, 'm'), 'gen', s.gen, 'ver', s.ver, 'first', s.first)
    if base.h then
      redis.call('HSET', key(h, 'm'), 'bh', base.h, 'bg', base.gen, 'bs', s.bs)
      redis.call('SADD', key(base.h, 'b'), h)
    end
  end
end
s.lu = now + ttl
redis.call('HSET', key(h, 'm'), 'fence', digits(s.fence), 'lt', s.lt, 'lu', digits(s.lu), 'li', i, 'lturn', owner)
record('P', 'lt', s.lt)
local left = s.meta and s.keep or unborn
live(h, left)
keep_needed(s, up, left)

local rev = s.rev
for _, base in ipairs(up) do
  rev = rev + base.rev
end
local newer = s.meta and cachedGen == s.gen and cachedRev == rev
local owners, turns = history(s, up, newer and cachedVer or 0)
if not s.meta and up[1] then
  s.meta = fields(ARGV[18], 'meta').meta
end
return answer('begun', digits(s.fence), digits(rev), newer and 1 or 0, summary(s, up[1]), owners, turns)

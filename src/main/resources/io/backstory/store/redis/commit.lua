#!lua
-- Stores turns, or none and only the settings; takes what is to be forgotten out of stored ones. Repeated, it answers as
-- before.
-- KEYS m t i, and where a name moves the i of the turn that holds its line
-- ARGV nonce h | lt gen expected turnId | retention meta keepFrom | mode fp recordTtl | lineLt lineH nameH | the line's
--      mode fp recordTtl | count of the replacements, they and the turns ...
local h = ARGV[2]
local lt, gen, expected, turnId = ARGV[3], ARGV[4], tonumber(ARGV[5]), ARGV[6]
local retention, meta, keepFrom = ARGV[7], ARGV[8], tonumber(ARGV[9])
local lineLt, lineH, nameH = ARGV[13], ARGV[14], ARGV[15]
local requests = {{KEYS[3], ARGV[10], ARGV[11], ARGV[12]}, {KEYS[4], ARGV[16], ARGV[17], ARGV[18]}}
local replacements = 20
local first_turn = replacements + tonumber(ARGV[19])
local ver = expected + #ARGV - first_turn + 1
local m, t = KEYS[1], KEYS[2]
local function answer(...)
  return {ARGV[1], ARGV[2], ...}
end

local now, s = clock(), session(h)
local same = s.gen == gen
local up = {}
if same then
  up = bases(s)
end

-- done before: writes something, so that a WAIT behind it waits for what was written then
local stored = same and ver > expected and turn_at(s, ver)
if (stored and is(stored, turnId)) or (same and redis.call('HGET', m, 'done') == lt) then
  live(h, retention)
  return answer('committed', ver)
end

local mine = s.lt == lt
local function refuse(...)
  if mine then
    free(h)
  end
  return answer(...)
end
for _, request in ipairs(requests) do
  local r = request[2] == 'E' and same and redis.call('HMGET', request[1], 'st', 'gen', 'line', 'seq')
  if r and r[1] == 'D' and r[3] and fields(r[3], 'gen').gen == r[2] then
    return refuse('superseded', tonumber(r[4]))
  end
end
local moving = lineLt ~= ''
if not mine or not up or (moving and fields(lineH, 'lt').lt ~= lineLt) then
  return refuse('fenced')
end
if not same or s.ver ~= expected or redis.call('LLEN', t) ~= s.ver - s.first + 1 or (moving and line(nameH) ~= lineH) then
  return refuse('conflict')
end

-- a replacement stands for the same turn, and keeps the key of its request
local grown, changed = 0, {}
for n = replacements, first_turn - 1 do
  local head, seq, rest = string.match(ARGV[n], '^([^|]*|[^|]*|[^|]*|([^|]*)|[^|]*|[^|]*|)[^|]*(|.*)$')
  local old = turn_at(s, tonumber(seq))
  if not old or string.sub(old, 1, #head) ~= head then
    return refuse('conflict')
  end
  local new = head .. string.match(old, '^[^|]*', #head + 1) .. rest
  changed[n] = {tonumber(seq) - s.first, new}
  grown = grown + #new - #old
end
for _, change in pairs(changed) do
  redis.call('LSET', t, change[1], change[2])
end
for n = first_turn, #ARGV do
  redis.call('RPUSH', t, ARGV[n])
  grown = grown + #ARGV[n]
end
local trimmed = math.min(keepFrom, ver + 1) - s.first
if trimmed > 0 then
  for _, turn in ipairs(redis.call('LRANGE', t, 0, trimmed - 1)) do
    grown = grown - #turn
  end
  redis.call('LTRIM', t, trimmed, -1)
  redis.call('HINCRBY', m, 'first', trimmed)
end
if trimmed > 0 or next(changed) then
  redis.call('HINCRBY', m, 'rev', 1)
end
redis.call('HINCRBY', m, 'size', grown)
redis.call('HSET', m, 'ver', ver, 'touched', digits(now), 'meta', meta, 'keep', retention, 'done', lt)
free(h)

for _, request in ipairs(requests) do
  local i, mode, fp, recordTtl = unpack(request)
  if mode ~= '' then
    redis.call('DEL', i)
  end
  if mode ~= '' and ver > expected then
    redis.call('HSET', i, 'st', 'D', 'fp', fp, 'gen', gen, 'line', h, 'lt', lt, 'seq', ver)
    redis.call('PEXPIRE', i, recordTtl)
  end
end
if moving then
  free(lineH)
  if nameH == h then
    redis.call('HDEL', m, 'cur', 'ch', 'cg')
  else
    redis.call('HSET', key(nameH, 'm'), 'cur', s.sid, 'ch', h, 'cg', gen)
    redis.call('HSET', m, 'name', nameH)
    s.name = nameH
  end
end
if s.name and line(s.name) == h then
  redis.call('HSET', key(s.name, 'm'), 'touched', digits(now))
end
live(h, retention)
keep_needed(s, up, retention)
return answer('committed', ver)

#!lua
-- What the scripts share: where a session lies, what its name stands for, what it branches from. The keys of other
-- sessions are found here and not by the caller, so that one script sees all of them at one moment.
local BASES = 64

local function key(h, kind)
  return 'bs:{' .. h .. '}:' .. kind
end

local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function digits(number)
  return string.format('%.0f', number)
end

-- fields of a session's hash by their names, without those it lacks
local function fields(h, ...)
  local values, found = redis.call('HMGET', key(h, 'm'), ...), {h = h}
  for n, name in ipairs({...}) do
    found[name] = values[n] or nil
  end
  return found
end

local function session(h)
  local s = fields(h, 'tenant', 'sid', 'gen', 'ver', 'rev', 'first', 'fence', 'lt', 'lu', 'lturn', 'del', 'meta', 'born',
    'touched', 'keep', 'size', 'cur', 'name', 'bh', 'bg', 'bs')
  s.ver, s.rev, s.first = tonumber(s.ver or 0), tonumber(s.rev or 0), tonumber(s.first or 1)
  s.fence, s.lu, s.bs, s.upto = tonumber(s.fence or 0), tonumber(s.lu or 0), tonumber(s.bs or 0), s.ver
  return s
end

-- the session that a name stands for: its own, or the branch it moved to while there is that branch
local function line(h)
  local n = fields(h, 'ch', 'cg')
  if n.ch and fields(n.ch, 'gen').gen == n.cg then
    return n.ch
  end
  return h
end

-- what a session branches from, nearest first, each up to the turn it shares; nil when one of them is gone
local function bases(s)
  local found, at = {}, s
  while at.bh do
    local base = session(at.bh)
    if base.gen ~= at.bg or base.ver < at.bs then
      return nil
    end
    base.upto = at.bs
    found[#found + 1] = base
    at = base
  end
  return found
end

-- the turns after "from" without a gap, and whose they are: h, gen, first and last seq of each part
local function history(s, up, from)
  local parts, at = {s}, s
  while from + 1 < at.first and at.first == at.bs + 1 and #parts <= #up do
    at = up[#parts]
    parts[#parts + 1] = at
  end
  local owners, turns = {}, {}
  for n = #parts, 1, -1 do
    local part = parts[n]
    local low = math.max(from + 1, part.first)
    if low <= part.upto then
      for _, turn in ipairs(redis.call('LRANGE', key(part.h, 't'), low - part.first, part.upto - part.first)) do
        turns[#turns + 1] = turn
      end
      for _, owner in ipairs({part.h, part.gen, low, part.upto}) do
        owners[#owners + 1] = owner
      end
    end
  end
  return owners, turns
end

-- the turn of that number in a session's own list
local function turn_at(s, seq)
  return seq >= s.first and seq <= s.ver and redis.call('LINDEX', key(s.h, 't'), seq - s.first)
end

-- whether a turn has that nonce
local function is(turn, turnId)
  return string.match(turn, '^[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|([^|]*)|') == turnId
end

-- whether a turn can be named by that nonce: not, once it was erased
local function answers(turn, turnId)
  return is(turn, turnId) and string.match(turn, '^[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|([^|]*)|') ~= 'erased'
end

local function held(s)
  return s.lt and s.lu > clock()
end

-- whether the turn so named is being answered: "newest" is whichever runs
local function runs(s, how, seq, turnId)
  return held(s) and (how == 'newest' or (seq == s.ver + 1 and (how ~= 'token' or s.lturn == turnId)))
end

-- how a session is shown; "base" is the nearest one
local function summary(s, base)
  local at = s.cur and line(s.h) or s.h
  local moved = at ~= s.h
  local running = held(s) or (moved and held(session(at)))
  local ends = clock() + redis.call('PTTL', key(s.h, 'm'))
  return {s.sid, s.gen, digits(s.ver), s.born, s.touched or '', digits(ends), s.meta or '', running and '1' or '0',
    digits(s.first), s.size or '0', moved and s.cur or '', base and base.sid or '', digits(s.bs)}
end

-- how long a session lives: at least as long as its branches, for which its list of them stands, and its name's line
local function live(h, left)
  local ch = fields(h, 'ch').ch
  left = math.max(tonumber(left), redis.call('PTTL', key(h, 'b')), ch and redis.call('PTTL', key(ch, 'm')) or 0)
  redis.call('PEXPIRE', key(h, 'm'), digits(left))
  redis.call('PEXPIRE', key(h, 't'), digits(left))
end

-- lets what a session needs, its bases and the session whose name it carries, live as long as itself
local function keep_needed(s, up, left)
  local needed = {s.name}
  for _, base in ipairs(up) do
    needed[#needed + 1] = base.h
  end
  for _, h in ipairs(needed) do
    for _, kind in ipairs({'m', 't', 'b'}) do
      if redis.call('PTTL', key(h, kind)) < tonumber(left) then
        redis.call('PEXPIRE', key(h, kind), left)
      end
    end
  end
end

local function free(h)
  redis.call('HDEL', key(h, 'm'), 'lt', 'lu', 'li', 'lturn', 'stop')
end

// SPDX-License-Identifier: Apache-2.0

/**
 * What may stand in the search box: terms with blanks between, all of which must hold of an event.
 *
 *   word             in the text or in the name of the process, whatever the case
 *   "two words"      the same
 *   /pattern/        a regular expression
 *   key=value        a field of the text, `*` for anything; host= is the process, also in its later
 *                    lives; user= is also that user's client
 *   -term            must not hold
 */
const TERM = /(-?)(?:"([^"]*)"|\/((?:[^/\\]|\\.)+)\/(?=\s|$)|([\w.-]+)=(?:"([^"]*)"|(\S*))|(\S+))/g;

/** Longest time a search may take, in milliseconds: a regular expression can be a hard one. */
const SEARCH_PATIENCE = 3000;

/** Which fields speak of a user. */
const USER_KEYS = ['user', 'by', 'author', 'from', 'to'];

/** By event, 1 where the query holds. Throws an Error in plain words if the query makes no sense. */
function search(run, query) {
  const terms = Array.from(query.matchAll(TERM), found => term(run, found));
  const until = performance.now() + SEARCH_PATIENCE;
  const found = new Uint8Array(run.count).fill(terms.length > 0 ? 1 : 0);
  for (const {not, ofText, ofProcess} of terms) {
    const texts = run.texts.map((text, index) => {
      if (performance.now() > until) {
        throw new Error('This search takes too long; make it simpler.');
      }
      return ofText(text, index);
    });
    const processes = run.processes.map(ofProcess);
    for (let event = 0; event < run.count; event++) {
      if ((texts[run.text[event]] || processes[run.process[event]]) === not) {
        found[event] = 0;
      }
    }
  }
  return found;
}

/** A term as two questions, of a text and of a process; one yes is enough. */
function term(run, [, minus, quoted, pattern, key, quotedValue, plainValue, word]) {
  const not = minus === '-';
  if (pattern !== undefined) {
    const regex = regularExpression(pattern);
    return {not, ofText: text => regex.test(text), ofProcess: name => regex.test(name)};
  }
  if (key !== undefined) {
    return {not, ...fieldTerm(run, key.toLowerCase(), wildcard(quotedValue ?? plainValue))};
  }
  const part = (quoted ?? word).toLowerCase();
  const has = text => text.toLowerCase().includes(part);
  return {not, ofText: has, ofProcess: has};
}

function fieldTerm(run, key, value) {
  const keys = key === 'user' ? USER_KEYS : [key];
  const host = key === 'host' ? name => name : key === 'user' ? name => /^client-(.*)/.exec(name)?.[1] : null;
  return {
    ofText: (_, text) => run.fields(text).some(field => keys.includes(field.key) && value.test(field.value)),
    ofProcess: name => host !== null && [host(name), host(name)?.replace(/~\d+$/, '')]
      .some(name => name !== undefined && value.test(name))
  };
}

function regularExpression(pattern) {
  try {
    return new RegExp(pattern, 'iu');
  } catch {
    throw new Error(`/${pattern}/ is no regular expression.`);
  }
}

function wildcard(value) {
  return new RegExp('^' + value.split('*').map(part => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('.*') + '$',
    'iu');
}

/** How a value must be written to be searched for as it is. */
function fieldQuery(key, value) {
  return /[\s"]/.test(value) || value === '' ? `${key}="${value.replaceAll('"', '*')}"` : `${key}=${value}`;
}

/** How many values a list of rooms or users offers. */
const MAX_CHOICES = 200;

/** Rooms and users that the run speaks of, sorted. */
function choices(run) {
  const rooms = new Set();
  const users = new Set(run.processes.map(name => /^client-([^~]*)/.exec(name)?.[1]).filter(name => name));
  run.texts.forEach((_, text) => run.fields(text).forEach(({key, value}) => {
    if (key === 'room') {
      rooms.add(value);
    } else if (key === 'user') {
      users.add(value);
    }
  }));
  const sorted = set => Array.from(set).sort((one, other) => one.localeCompare(other, 'en', {numeric: true}))
    .slice(0, MAX_CHOICES);
  return {rooms: sorted(rooms), users: sorted(users)};
}

/** Of how many messages one text may speak. */
const MAX_NAMED = 1000;

/**
 * The messages that a text names: `message=` is what its author calls it, `at=` its place in the log of
 * a server, `entries=` several such places; both are unique in a room. A file is named by its content.
 */
function messagesOf(run, text) {
  const fields = run.fields(text);
  const room = fields.find(({key}) => key === 'room')?.value ?? '';
  return fields.flatMap(({key, value}) => switchOn(key, {
    message: () => [`${room} ${value}`],
    at: () => places(value).map(place => `${room} ${place}`),
    entries: () => places(value).map(place => `${room} ${place}`),
    file: () => [`file ${value}`]
  })).slice(0, MAX_NAMED);
}

function switchOn(key, cases) {
  return Object.hasOwn(cases, key) ? cases[key]() : [];
}

/** `2.7:31-33,1.4:9` one by one. */
function places(value) {
  return value.split(',').flatMap(part => {
    const [, log, first, last] = /^([^:]+):(\d{1,15})(?:-(\d{1,15}))?$/.exec(part) ?? [];
    const count = log ? Math.max(0, Math.min(MAX_NAMED, Number(last ?? first) - Number(first) + 1)) : 0;
    return Array.from({length: count}, (_, index) => `${log}:${Number(first) + index}`);
  });
}

/** Whether these are what an author calls a message and its place, which are two names of the same. */
function isOneMessage(names) {
  return names.length === 2 && names[0].includes('/') && !names[1].includes('/');
}

/**
 * By event, 1 where it names this message. A message gets its place in a room on its way, so where a
 * text names it with one place, both names are its.
 */
function follow(run, message) {
  const names = new Set([message]);
  const named = run.texts.map((_, text) => messagesOf(run, text));
  for (let before = 0; before < names.size;) {
    before = names.size;
    named.filter(list => isOneMessage(list) && list.some(name => names.has(name)))
      .forEach(list => list.forEach(name => names.add(name)));
  }
  return Uint8Array.from(run.text, text => named[text].some(name => names.has(name)) ? 1 : 0);
}

-- The index: everything in it is derived from the log and the decks and may be thrown away.
create table meta (key text primary key, value) without rowid;
-- A log file and how many of its bytes have been applied.
create table logfile (
  name text primary key, size integer not null, tail blob not null, rows integer not null, damages integer not null
) without rowid;
create table device (n integer primary key, id text not null unique, seq integer not null, clock integer not null);
create table note (n integer primary key, body text not null unique);
-- A deck: known from its file (path not null) or only from the log.
create table deck (
  n integer primary key, id text not null unique, title text not null default '', path text,
  folder text not null default ''
);
-- A deck file as it was when it was last read; `claims` is the deck id in it, `active` whether its cards are in use.
create table deckfile (
  path text primary key, size integer not null, mtime integer not null, parsed integer not null, hash blob not null,
  claims text not null, active integer not null, errors integer not null
) without rowid;
create table card (n integer primary key, deck integer not null, id text not null, body text not null);
create index card_deck on card (deck);
create table alias (old text primary key, new text not null) without rowid;
-- An item: its place in a deck (card not null) and what its events add up to.
create table item (
  n integer primary key, key text not null unique, deck integer not null, card integer, part text not null default '',
  position integer not null default 0, several integer not null default 0, kin text not null default '',
  phase integer not null default 0, stability real not null default 0, difficulty real not null default 0,
  step integer not null default 0, last integer not null default -1, reps integer not null default 0,
  lapses integer not null default 0, due integer not null default -1, due_ms integer not null default 0,
  suspended integer not null default 0, buried integer not null default -1, flag integer not null default 0,
  clock integer not null default 0
);
-- The first columns find and order, the others let a count be taken from the index alone.
create index item_new on item (deck, position, suspended, buried, several) where phase = 0 and card is not null;
create index item_due on item (deck, due, suspended, buried, several) where phase = 2 and card is not null;
create index item_learning on item (due_ms) where phase in (1, 3) and card is not null;
-- The history of an item, packed: see quiz.history.replay.
create table history (item integer primary key, records blob not null);
create table day (
  day integer, deck integer, phase integer, grade integer, reviews integer not null, took integer not null,
  primary key (day, deck, phase, grade)
) without rowid;

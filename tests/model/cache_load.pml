/* Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
 *
 * How SettingsCache keeps what it loads from the storage, against all that may make it old meanwhile
 * (include/human_support/detail/cache_shard.hpp, cache_loader.hpp, cache_table.hpp and
 * cache_follower.hpp). Spin searches every order in which the steps below can happen: a step is what is
 * done with the shard's lock held, or one call of the storage.
 *
 * There is one chatbot, whose state is numbered by the revision of its last change; 0 is "never had a
 * record". Two threads read, through their tables, by a load or by joining one; the storage may fail.
 * Others write, and so does this process, whose outcome may be unknown. Erasures may be forgotten by the
 * feed, which then restarts. One process follows the feed, from its end or by taking in all of it. Entries
 * are evicted. In each of these orders
 * - each thread sees states that never go backwards, where an absence may be any state without a record;
 * - a read that begins after a look into the feed has ended sees no state from before that look's begin,
 *   and a read that begins after a write of this process has ended sees none from before the write. So no
 *   entry stays old for ever, and neither does an absence that rests on nothing being kept;
 * - nobody waits for ever.
 * RACE=1 and so on take one rule out each; then Spin must find an order in which one of these breaks.
 *
 * It leaves out: time, so an age is the state at the moment that it counts from; more than one page of the
 * feed at a time; other chatbots, but for the room that they take; and running out of memory.
 */
#ifndef PRELOAD
#define PRELOAD 0 /* 1: the follower takes in all */
#endif
#ifndef OWN
#define OWN 0 /* 1: this process writes too, and others once less */
#endif
#ifndef READERS
#define READERS 1 /* 2: another thread reads once, and may join a load */
#endif
#ifndef RACE
#define RACE 0
#endif

#ifndef LAST
#define LAST 2  /* changes of the chatbot, at most */
#endif
#ifndef READS
#define READS 2 /* of each reader */
#endif
#ifndef LOOKS
#define LOOKS 2 /* into the feed */
#endif
#ifndef RARE
#define RARE 1  /* things that do not happen each time: together, at most */
#endif

#define NONE 0
#define RECORD 1
#define ABSENCE 2

#define NOTHING 0
#define ALL 1
#define DONE 2

#define MAXIMUM(a, b) ((a) > (b) -> (a) : (b))

byte rare = RARE;

/* The storage. */
bool has_record[LAST + 1];
byte latest = 0;
byte epoch = 1;
byte forgotten = 0; /* the erasure that the feed has forgotten */

/* The shard. */
byte kept = NONE;
byte kept_revision = 0;
byte kept_epoch = 0;
bool is_outdated = false;
byte takes_in = NOTHING;
byte page_mark = 0;
bool table_is_current[2]; /* of each reader: it was kept with the generation of now */
bool found_is_current[2]; /* so was what it is about to keep */

/* The load: at most one runs, and the other reader may wait for it. */
bool is_loading = false;
bool is_overtaken = false;
byte begun_at = 0; /* the storage's state when it was asked */
bool is_awaited = false;
bool is_done = false;
byte answer = NONE; /* none if the storage failed */
byte answer_revision = 0;
bool answer_is_current = false;
byte answer_begun_at = 0;

/* What a read must show at least. */
bool is_fresh = false;
byte fresh = 0;
byte own = 0;

inline begin_change() {
    if
    :: is_loading -> is_overtaken = true
    :: else
    fi;
#if RACE != 2
    next_generation()
#endif
}

inline next_generation() {
    d_step {
        table_is_current[0] = false;
        table_is_current[1] = false;
        found_is_current[0] = false;
        found_is_current[1] = false;
        answer_is_current = false
    }
}

inline outdate() {
    if
    :: takes_in == NOTHING -> keep_none()
    :: else -> kept_revision = 0; is_outdated = true
    fi
}

inline keep_none() { kept = NONE; kept_revision = 0; kept_epoch = 0; is_outdated = false }

/* Keeps an entry, or finds no room for it. */
inline set(kind, its_revision, its_epoch, its_outdated) {
    if
    :: kept != kind && rare > 0 -> rare--; takes_in = NOTHING; keep_none()
    :: true ->
       kept = kind;
       kept_revision = its_revision;
       kept_epoch = its_epoch;
       is_outdated = its_outdated
    fi
}

inline update(change_revision, change_epoch) {
#if RACE == 5 /* an absence that was loaded counts as older than any change */
    if
    :: kept == ABSENCE && kept_revision == 0 && !is_outdated && has_record[change_revision] ->
       set(RECORD, change_revision, change_epoch, false)
    :: else ->
#endif
    if
    :: kept_revision == 0 || kept_epoch != change_epoch ->
       if
       :: kept == ABSENCE && !is_outdated && !has_record[change_revision]
       :: else -> outdate()
       fi
#if RACE == 4 /* the feed counts as newer than whatever is kept */
    :: else ->
#else
    :: else ->
       if
       :: kept_revision < change_revision || (is_outdated && kept_revision == change_revision) ->
#endif
          set((has_record[change_revision] -> RECORD : ABSENCE), change_revision, change_epoch, false)
#if RACE != 4
       :: else
       fi
#endif
    fi
#if RACE == 5
    fi
#endif
}

inline drop() {
    if
    :: is_loading -> is_overtaken = true
    :: else
    fi;
    next_generation();
    keep_none();
    takes_in = NOTHING;
    page_mark = 0
}

/* --- Those who write --- */

inline commit() {
    latest++;
    if
    :: has_record[latest] = true
    :: latest > 1 && has_record[latest - 1] -> has_record[latest] = false
    fi
}

active proctype others() {
    byte writes = 0;
    do
    :: atomic { latest < LAST && writes < 2 - OWN -> writes++; commit() }
    :: d_step { latest > 0 && !has_record[latest] && epoch == 1 && rare > 0 ->
                rare--; forgotten = latest; epoch++ }
    :: break
    od
}

#if OWN
active proctype own_writer() {
    byte revision = 0;
    byte its_epoch = 0;
    bool is_known = true;
    if
    :: atomic { latest < LAST -> commit(); revision = latest; its_epoch = epoch }
    :: skip
    fi;
    if
    :: revision == 0 -> is_known = false /* it failed, or its outcome is unknown */
    :: revision > 0
    :: revision > 0 -> is_known = false
    fi;
    atomic {
        begin_change();
        if
        :: is_known && kept != NONE -> update(revision, its_epoch)
#if RACE == 3 /* what is written is kept even though others may have changed it since */
        :: is_known && kept == NONE ->
           set((has_record[revision] -> RECORD : ABSENCE), revision, its_epoch, false)
#elif RACE == 11 /* what is written is never kept if nothing is kept of the chatbot */
        :: is_known && kept == NONE
#else
        :: is_known && kept == NONE ->
           if
           :: takes_in != NOTHING && revision > page_mark ->
              set((has_record[revision] -> RECORD : ABSENCE), revision, its_epoch, true)
           :: else
           fi
#endif
        :: !is_known && kept != NONE -> outdate()
        :: !is_known && kept == NONE ->
#if RACE != 10 /* or nothing tells that nothing is known of the chatbot */
           if
           :: takes_in != NOTHING -> set(ABSENCE, 0, 0, true)
           :: else
           fi
#else
           skip
#endif
        fi;
        own = MAXIMUM(own, revision)
    }
}

#endif

active proctype others_reads() { /* of other chatbots, which take the room */
    if
    :: atomic { kept != NONE && rare > 0 ->
                rare--;
                keep_none();
#if RACE != 7 /* or what was evicted counts as absent */
                takes_in = NOTHING
#endif
       }
    :: skip
    fi
}

/* --- The one who follows the feed --- */

inline ask_for_page() {
    d_step {
        begun = latest;
        is_restarted = mark_epoch != 0 && mark_epoch != epoch;
        has_change = latest > mark && !(forgotten == latest && !has_record[latest]);
        asked = latest;
        asked_epoch = epoch
    }
}

inline take_over_page() {
    atomic {
        if
        :: has_change ->
           begin_change();
           if
           :: kept != NONE -> update(asked, asked_epoch)
           :: kept == NONE && takes_in != NOTHING && has_record[asked] ->
              set(RECORD, asked, asked_epoch, false)
           :: else
           fi
        :: else
        fi;
        mark = asked;
        mark_epoch = asked_epoch;
        page_mark = asked;
        if
        :: kept == ABSENCE && rare > 0 ->
           rare--;
#if RACE != 6 /* or the complete state forgets what may come as an older record yet */
           if
           :: is_outdated || kept_revision > page_mark -> takes_in = NOTHING
           :: else
           fi;
#endif
           keep_none()
        :: true
        fi
    }
#if RACE == 14 /* the end of the look counts, not its begin */
    d_step { is_fresh = true; fresh = latest; begun = 0; asked = 0; asked_epoch = 0; has_change = false }
#else
    d_step { is_fresh = true; fresh = begun; begun = 0; asked = 0; asked_epoch = 0; has_change = false }
#endif
}

inline begin_at_the_end() {
#if RACE == 13 /* what was loaded before the mark counts as followed by all changes */
    atomic { drop(); is_fresh = true; fresh = latest };
    d_step { mark = latest; mark_epoch = epoch }
#else
    d_step { asked = latest; asked_epoch = epoch };
    atomic { drop(); mark = asked; mark_epoch = asked_epoch; is_fresh = true; fresh = latest; asked = 0; asked_epoch = 0 }
#endif
}

inline take_in_all() {
#if RACE != 17 /* or a feed that restarts before its first page is read goes unnoticed */
    d_step { asked_epoch = epoch };
#endif
    atomic {
        drop();
#if RACE == 9 /* nothing kept counts as absent before the feed was read */
        takes_in = DONE;
#else
        takes_in = ALL;
#endif
        mark = 0;
        mark_epoch = asked_epoch;
        asked_epoch = 0;
        is_fresh = true;
        fresh = latest
    };
    ask_for_page();
    if
    :: is_restarted -> mark_epoch = 0 /* the next look begins again */
    :: else ->
       take_over_page();
       d_step {
           if
           :: takes_in == ALL -> takes_in = DONE
           :: else
           fi
       }
    fi
}

active proctype follower() {
    byte looks = 0;
    byte begun = 0;
    byte asked = 0;
    byte asked_epoch = 0;
    bool is_restarted = false;
    bool has_change = false;
    byte mark = 0;
    byte mark_epoch = 0; /* 0: it has none */
    do
    :: looks < LOOKS ->
       atomic {
           looks++;
           if
           :: mark_epoch == 0 -> is_restarted = true
           :: else -> ask_for_page()
           fi
       };
       if
       :: !is_restarted -> take_over_page()
#if RACE == 8 /* a feed that restarted goes on from where it is now */
       :: is_restarted && mark_epoch != 0 -> has_change = false; take_over_page()
       :: is_restarted && mark_epoch == 0 ->
#else
       :: is_restarted ->
          atomic { is_fresh = false; drop(); mark = 0; mark_epoch = 0; asked = 0; asked_epoch = 0; begun = 0;
                   has_change = false; is_restarted = false };
#endif
#if PRELOAD
          take_in_all()
#else
          begin_at_the_end()
#endif
       fi
    :: break
    od
}

/* --- Those who read --- */

/* What is seen is a state that is not before `least` and not before the last one that was seen. */
inline saw(kind, its_revision, least) {
    d_step {
        if
        :: kind == RECORD ->
           assert(has_record[its_revision]);
           assert(its_revision >= least);
           assert(its_revision >= last);
           last = its_revision
        :: else ->
           last = MAXIMUM(last, least);
           do
           :: last <= latest && has_record[last] -> last++
           :: else -> break
           od;
           assert(last <= latest)
        fi
    }
}

inline look() {
    if
    :: kept == NONE && takes_in == DONE -> found = ABSENCE; found_is_current[id] = true
    :: kept != NONE && !is_outdated ->
       found = kept;
       found_revision = (kept == RECORD -> kept_revision : 0);
       found_is_current[id] = true
    :: else
    fi
}

/* Puts what was found into the thread's table, unless a function of the host's uses that. */
inline keep() {
    if
    :: table = found; table_revision = found_revision; table_is_current[id] = found_is_current[id]
#if RACE == 12 /* then the table keeps what was there before */
    :: rare > 0 -> rare--
#else
    :: rare > 0 -> rare--; table = NONE; table_revision = 0; table_is_current[id] = false
#endif
    fi
}

inline end_load() {
    d_step {
        is_loading = false;
        if
        :: is_awaited ->
           is_awaited = false;
           is_done = true;
           answer = found;
           answer_revision = found_revision;
           answer_is_current = found_is_current[id];
           answer_begun_at = begun_at
        :: else
        fi;
        begun_at = 0
    }
}

inline end_read() {
    d_step {
        found = NONE;
        found_revision = 0;
        found_is_current[id] = false;
        least = 0;
        least_own = 0;
        serves = false
    }
}

inline take_answer() {
    d_step {
        is_done = false;
        found = answer;
        found_revision = answer_revision;
        found_is_current[id] = answer_is_current;
        least = MAXIMUM(least_own, answer_begun_at);
        answer = NONE;
        answer_revision = 0;
        answer_is_current = false;
        answer_begun_at = 0
    }
}

proctype reader(bool id) {
    byte reads = id; /* so one reader reads once less */
    byte last = 0;
    byte least = 0;
    byte least_own = 0;
    bool serves = false;
    byte table = NONE;
    byte table_revision = 0;
    byte found = NONE;
    byte found_revision = 0;
    byte read = 0;
    byte read_epoch = 0;
next:
    atomic {
        end_read();
        if
        :: reads == READS -> table = NONE; table_revision = 0; table_is_current[id] = false; last = 0;
           goto ended
        :: reads < READS ->
           reads++;
           least_own = own;
           least = MAXIMUM(own, fresh);
           if
           :: is_fresh -> serves = true
           :: is_fresh && rare > 0 -> rare-- /* what is kept is too old */
           :: !is_fresh
           fi
        fi
    };
    if
    :: atomic { serves && table != NONE && table_is_current[id] ->
                saw(table, table_revision, least); goto next }
    :: atomic { serves && (table == NONE || !table_is_current[id]) -> look() }
    :: atomic { !serves -> goto begin_load }
    fi;
    if
    :: atomic { found != NONE -> keep(); saw(found, found_revision, least); goto next }
    :: atomic { found == NONE -> goto begin_load }
    fi;
begin_load:
    atomic {
        if
        :: serves -> look()
        :: else
        fi;
        if
        :: found != NONE -> goto end
        :: found == NONE && is_loading -> is_awaited = true; goto join
        :: found == NONE && !is_loading ->
           is_loading = true;
           is_overtaken = false;
           begun_at = latest
        fi
    };
ask:
    atomic { read = latest; read_epoch = epoch };
    atomic {
        if
        :: rare > 0 -> rare--; is_overtaken = false; read = 0; read_epoch = 0; end_load(); goto next
        :: true
        fi;
#if RACE != 1 /* or it is kept whatever has come in between */
        if
        :: is_overtaken ->
           is_overtaken = false;
           if
#if RACE == 15 /* an answer that was overtaken is kept if nothing else is */
           :: kept == NONE
           :: kept != NONE && (is_outdated || kept != RECORD || !has_record[read] ||
                               kept_epoch != read_epoch) ->
#else
           :: kept != RECORD || is_outdated || !has_record[read] || kept_epoch != read_epoch ->
#endif
              begun_at = latest;
              goto ask
           :: kept == RECORD && !is_outdated && has_record[read] && kept_epoch == read_epoch ->
              if
              :: kept_revision > read ->
                 found = RECORD; found_revision = kept_revision; found_is_current[id] = true
              :: else
              fi
           fi
        :: else
        fi;
#else
        is_overtaken = false;
#endif
        if
        :: found == NONE ->
           found = (has_record[read] -> RECORD : ABSENCE);
           found_revision = (has_record[read] -> read : 0);
           set(found, found_revision, read_epoch, false);
           found_is_current[id] = kept != NONE
        :: else
        fi;
        least = MAXIMUM(least_own, begun_at);
        read = 0;
        read_epoch = 0;
        end_load()
    };
end:
    atomic { keep(); saw(found, found_revision, least); goto next };
join:
    atomic {
        is_done ->
        take_answer();
        if
        :: found == NONE ->
#if RACE == 16 /* one who waited for a load that failed waits for another one */
           goto join
#else
           if
           :: goto begin_load /* it ran out of memory */
           :: goto next       /* the storage's error */
           fi
#endif
        :: else -> goto end
        fi
    };
ended:
    skip
}

init {
#if READERS == 1
    run reader(0)
#else
    atomic { run reader(0); run reader(1) }
#endif
}

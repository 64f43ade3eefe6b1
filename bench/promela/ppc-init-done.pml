/*
 * The twin of src/explore/ppc-init-done.ts, move by move: H_SVM_INIT_DONE migrates what is still normal, while the Ultravisor
 * requests pages and the host touches some. docs/ppc.md 7.3, 7.5, 8.4, 11.1, 11.5.
 *
 * -DPAGES=n, 2 to 8; -DFLAG_ONLY: INIT_DONE only sets the flag.
 */
#ifndef PAGES
#define PAGES 4
#endif
#define POOL (PAGES - 1)

#define NORMAL 0
#define UVMEM 1
#define MEM 2
byte word[PAGES];
/* 0: none, 1: START, 2: DONE */
byte flags;
byte taken;
bool inFlight;

inline promises() {
  i = 0;
  n = 0;
  do
  :: i < PAGES ->
     if :: word[i] == UVMEM -> n++ :: else fi;
     assert(flags != 2 || word[i] != NORMAL);
     i++
  :: else -> break
  od;
  assert(taken == n + inFlight);
  i = 0;
  n = 0
}

/* Single statements: Spin cannot leave a loop into a d_step. */
chan uvmemLock = [1] of { bit };
#define LOCK uvmemLock!0
#define UNLOCK uvmemLock?_

#define TAKE if :: word[g] == NORMAL -> taken++; word[g] = UVMEM :: else fi

active proctype entry() {
  byte i, n, g;
end:
  do
  :: d_step { flags = 1; promises() };
#ifdef FLAG_ONLY
     d_step { flags = 2; promises() };
#else
     LOCK;
     do
     :: d_step { (word[g] != NORMAL || taken < POOL) && g < PAGES - 1 -> TAKE; g++; promises() }
     :: d_step { (word[g] != NORMAL || taken < POOL) && g == PAGES - 1 -> TAKE; g = 0; promises() };
        UNLOCK;
        d_step { flags = 2; promises() };
        break
     :: d_step { word[g] == NORMAL && taken == POOL -> g = 0 };
        UNLOCK;
        break
     od;
#endif
     LOCK;
     d_step {
       do
       :: i < PAGES -> word[i] = NORMAL; i++
       :: else -> break
       od;
       i = 0; flags = 0; taken = 0; promises() };
     UNLOCK
  od
}

#define FOR_EACH_PAGE(what) what(0) MORE_PAGES(what)
#if PAGES == 2
#define MORE_PAGES(what) what(1)
#elif PAGES == 3
#define MORE_PAGES(what) what(1) what(2)
#elif PAGES == 4
#define MORE_PAGES(what) what(1) what(2) what(3)
#elif PAGES == 5
#define MORE_PAGES(what) what(1) what(2) what(3) what(4)
#elif PAGES == 6
#define MORE_PAGES(what) what(1) what(2) what(3) what(4) what(5)
#elif PAGES == 7
#define MORE_PAGES(what) what(1) what(2) what(3) what(4) what(5) what(6)
#elif PAGES == 8
#define MORE_PAGES(what) what(1) what(2) what(3) what(4) what(5) what(6) what(7)
#endif

#define REQUEST(n) :: d_step { flags != 0 -> g = n }

active proctype ultravisor() {
  byte i, n, g;
end:
  do
  :: if
     FOR_EACH_PAGE(REQUEST)
     fi;
     LOCK;
     if
     :: d_step { flags == 0 || word[g] == UVMEM || taken == POOL -> g = 0 }
     :: d_step { flags != 0 && word[g] != UVMEM && taken < POOL -> taken++; inFlight = true; promises() };
        d_step { word[g] = UVMEM; inFlight = false; g = 0; promises() }
     fi;
     UNLOCK
  od
}

#define TOUCH(n) :: d_step { true -> g = n }

active proctype host() {
  byte i, n, g;
end:
  do
  :: if
     FOR_EACH_PAGE(TOUCH)
     fi;
     LOCK;
     d_step { if :: word[g] == UVMEM -> word[g] = MEM; taken-- :: else fi; g = 0; promises() };
     UNLOCK
  od
}

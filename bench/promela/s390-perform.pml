/*
 * The twin of src/explore/s390-perform.ts, move by move: PREPARE sets a configuration aside, PERFORM destroys its pages while
 * the guest runs again, a fatal signal interrupts PERFORM. docs/s390.md 3.7 to 3.10.
 *
 * -DPAGES=n, 2 to 9; -DSECOND_SET_ASIDE: PREPARE does not look whether something is set aside.
 */
#ifndef PAGES
#define PAGES 4
#endif
#define BIT(c) (1 << ((c) - 1))

/* 0: normal; 1, 2: secure, of that configuration */
byte page[PAGES];
byte handle, setAside, queued, performing, live, count;
bool running, killed;

#define HOLDS(c) ((handle == c) + (setAside == c) + ((queued & BIT(c)) != 0) + ((performing & BIT(c)) != 0))
#define COUNTED(c) (HOLDS(c) != 0 || (live & BIT(c)) != 0)
#define ACCOUNTED(c) (HOLDS(c) <= 1 && ((live & BIT(c)) == 0 || HOLDS(c) == 1))

inline promises() {
  assert(ACCOUNTED(1) && ACCOUNTED(2));
  assert(count == COUNTED(1) + COUNTED(2));
  i = 0;
  do
  :: i < PAGES -> assert(page[i] == 0 || (live & BIT(page[i])) != 0); i++
  :: else -> break
  od;
  i = 0
}

inline destroyConfiguration(c) {
  i = 0;
  do
  :: i < PAGES -> if :: page[i] == c -> page[i] = 0 :: else fi; i++
  :: else -> break
  od;
  live = live & ~BIT(c)
}

active proctype qemu() {
  byte i, c;
end:
  do
  :: d_step { (live | performing) != 3 ->
       if :: ((live | performing) & 1) == 0 -> handle = 1 :: else -> handle = 2 fi;
       live = live | BIT(handle); count++; running = true; promises() };
     d_step { running = false; promises() };
     if
#ifdef SECOND_SET_ASIDE
     :: d_step { setAside = handle; handle = 0; promises() }
#else
     :: d_step { setAside == 0 -> setAside = handle; handle = 0; promises() }
     :: d_step { setAside != 0 };
        d_step { destroyConfiguration(handle); promises() };
        d_step { handle = 0; count--; promises() }
#endif
     fi
  :: d_step { queued != 0 ->
       if :: (queued & 1) != 0 -> c = 1 :: else -> c = 2 fi;
       destroyConfiguration(c); queued = queued & ~BIT(c); count--; c = 0; promises() }
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
#elif PAGES == 9
#define MORE_PAGES(what) what(1) what(2) what(3) what(4) what(5) what(6) what(7) what(8)
#endif

#define TOUCH(n) :: d_step { running -> \
    if :: page[n] == 0 -> page[n] = handle :: page[n] != 0 && page[n] != handle -> page[n] = 0 :: else fi; promises() }

active proctype guest() {
  byte i;
end:
  do
  FOR_EACH_PAGE(TOUCH)
  od
}

active proctype perform() {
  byte i, c, p;
end:
  do
  :: d_step { setAside != 0 -> c = setAside; setAside = 0; performing = performing | BIT(c); promises() };
     do
     :: d_step { if :: page[p] != 0 && page[p] != handle -> page[p] = 0 :: else fi; promises() };
        if
        :: d_step { killed -> p = 0 };
           d_step { queued = queued | BIT(c); performing = performing & ~BIT(c); killed = false; c = 0; promises() };
           break
        :: d_step { !killed && p == PAGES - 1 -> p = 0 };
           d_step { destroyConfiguration(c); promises() };
           d_step { performing = performing & ~BIT(c); count--; killed = false; c = 0; promises() };
           break
        :: d_step { !killed && p < PAGES - 1 -> p++ }
        fi
     od
  od
}

active proctype killer() {
end:
  do
  :: d_step { performing != 0 && !killed -> killed = true }
  od
}

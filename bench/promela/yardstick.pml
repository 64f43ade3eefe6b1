/* The twin of src/explore/yardstick.ts: each worker claims a page that is free, and takes it through two further states. */
#define PAGES 10
byte state[PAGES];

#define CLAIM(n) :: d_step { state[n] == 0 -> state[n] = 1; mine = n }

active [3] proctype worker() {
  byte mine = 255;
end:
  do
  :: if
     CLAIM(0) CLAIM(1) CLAIM(2) CLAIM(3) CLAIM(4) CLAIM(5) CLAIM(6) CLAIM(7) CLAIM(8) CLAIM(9)
     fi;
     d_step { state[mine] = 2 };
     d_step { state[mine] = 3; mine = 255 }
  od
}

/* What crossing into the kernel costs here, beside what it is compared with.
 * Build and run: cc -O2 -o cost cost.c && ./cost
 * Prints the median of 41 batches, and how far the middle half of them spread. */
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BATCHES = 41 };
static volatile int sink;
static int there[2], back[2];

static int __attribute__((noinline)) callee(int x) {
  __asm__ volatile("");
  return x + 1;
}
static void call(void) { sink = callee(sink); }

static void vdso(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
}

static void syscall_alone(void) { syscall(SYS_getppid); }

static void bounce(void) {
  char byte = 0;
  if (write(there[1], &byte, 1) != 1 || read(back[0], &byte, 1) != 1) exit(1);
}

static void process(void) {
  pid_t child = fork();
  if (child == 0) {
    execl("/proc/self/exe", "cost", "-", (char *)0);
    _exit(1);
  }
  waitpid(child, 0, 0);
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void measure(const char *name, void (*what)(void), long times) {
  double ns[BATCHES];
  for (int batch = 0; batch < BATCHES; batch++) {
    double began = seconds();
    for (long i = 0; i < times; i++) what();
    ns[batch] = (seconds() - began) / times * 1e9;
  }
  qsort(ns, BATCHES, sizeof *ns, compare);
  printf("%-30s %12.1f ns   (middle half: %.1f to %.1f)\n", name, ns[20], ns[10], ns[30]);
}

int main(int count, char **arguments) {
  if (count > 1 && arguments[1][0] == '-') return 0;
  cpu_set_t first;
  CPU_ZERO(&first);
  CPU_SET(0, &first);
  sched_setaffinity(0, sizeof first, &first);
  if (pipe(there) || pipe(back)) return 1;
  measure("function call", call, 1000000);
  measure("clock_gettime, in the vDSO", vdso, 200000);
  measure("system call (getppid)", syscall_alone, 200000);
  if (fork() == 0) {
    char byte;
    close(there[1]); /* else its own end keeps the pipe open, and it never learns that we are done */
    while (read(there[0], &byte, 1) == 1)
      if (write(back[1], &byte, 1) != 1) break;
    _exit(0);
  }
  measure("a byte to a process and back", bounce, 5000);
  measure("fork, exec, exit", process, 60);
  return 0;
}

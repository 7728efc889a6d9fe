/* A disk that keeps only what was synced, and that can be full or broken; loaded before libc (LD_PRELOAD) by the tests.
 *
 * Under SHIM_DIR each write, cut, new name, renaming and removal is noted with what stood there before. fsync of a file forgets the notes of
 * its bytes, fsync of a folder those of its names. shim_crash() takes back whatever is still noted, newest first, and ends the process as a
 * power cut would: what was not synced was never there. shim_arm(n) does so in the n-th call; shim_fail(kind, errno, n, times) lets calls of
 * one kind fail from the n-th on; and while the file SHIM_FULL exists, every write that needs room fails with ENOSPC.
 * "-shm" files of SQLite are memory, not disk, and are left alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { BYTES, SIZE, MADE, RENAMED, REMOVED, MADE_DIR };
enum { WRITE = 'w', SYNC = 's', OPEN = 'o', RENAME = 'r' };

struct note {
    int kind;
    dev_t dev;
    ino_t ino;
    int handle; /* a descriptor of our own on the file */
    off_t offset, size;
    size_t length;
    char *old;
    char *path, *other, *parent; /* of names */
    struct note *before;
};

static struct note *newest;
static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static char under[4096], full[4096];
static long calls, crash_at, fail_from, fail_times, failed_kind, fail_errno, fail_seen, saved;

static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_fsync)(int), (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_rename)(const char *, const char *);
static int (*real_unlink)(const char *);
static int (*real_mkdir)(const char *, mode_t);

__attribute__((constructor)) static void begin(void)
{
    const char *dir = getenv("SHIM_DIR"), *flag = getenv("SHIM_FULL");
    if (dir) snprintf(under, sizeof under, "%s", dir);
    if (flag) snprintf(full, sizeof full, "%s", flag);
    real_open = dlsym(RTLD_NEXT, "open");
    real_openat = dlsym(RTLD_NEXT, "openat");
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate");
    real_rename = dlsym(RTLD_NEXT, "rename");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_mkdir = dlsym(RTLD_NEXT, "mkdir");
}

/* ---- where a call belongs ---- */

static int ours(const char *path)
{
    size_t length = strlen(under), n = strlen(path);
    if (!length || strncmp(path, under, length)) return 0;
    return n < 4 || strcmp(path + n - 4, "-shm");
}

static int path_of(int fd, char *path, size_t room)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, room - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    return ours(path);
}

static char *parent_of(const char *path)
{
    char *copy = strdup(path), *slash = strrchr(copy, '/');
    if (slash) *slash = 0;
    return copy;
}

static struct note *add(int kind)
{
    struct note *one = calloc(1, sizeof *one);
    one->kind = kind;
    one->handle = -1;
    one->before = newest;
    newest = one;
    return one;
}

/* A descriptor on the file itself, shared by all notes of it. */
static int handle_of(int fd, const struct stat *state)
{
    for (struct note *one = newest; one; one = one->before)
        if (one->handle >= 0 && one->dev == state->st_dev && one->ino == state->st_ino) return one->handle;
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    return real_open(link, O_RDWR | O_CLOEXEC);
}

static void note_bytes(int fd, off_t offset, size_t length, off_t cut)
{
    struct stat state;
    if (fstat(fd, &state) || !S_ISREG(state.st_mode)) return;
    int handle = handle_of(fd, &state);
    struct note *one = add(cut >= 0 ? SIZE : BYTES);
    one->dev = state.st_dev;
    one->ino = state.st_ino;
    one->handle = handle;
    one->size = state.st_size;
    one->offset = cut >= 0 ? cut : offset;
    size_t want = cut < 0 ? length : state.st_size > cut ? (size_t)(state.st_size - cut) : 0;
    one->old = malloc(want + 1);
    ssize_t got = want ? pread(handle, one->old, want, one->offset) : 0;
    one->length = got > 0 ? got : 0;
}

static void forget(int fd)
{
    struct stat state;
    char path[4096];
    if (fstat(fd, &state)) return;
    int folder = S_ISDIR(state.st_mode) && path_of(fd, path, sizeof path);
    struct note **at = &newest;
    while (*at) {
        struct note *one = *at;
        int bytes = one->kind == BYTES || one->kind == SIZE;
        int gone = folder ? !bytes && !strcmp(one->parent, path) : bytes && one->dev == state.st_dev && one->ino == state.st_ino;
        if (gone) *at = one->before; /* the descriptor may be shared: it stays open, the process is short */
        else at = &one->before;
    }
}

/* ---- faults ---- */

void shim_crash(void)
{
    pthread_mutex_lock(&lock);
    for (struct note *one = newest; one; one = one->before) {
        switch (one->kind) {
        case BYTES:
        case SIZE:
            if (one->length) real_pwrite(one->handle, one->old, one->length, one->offset);
            real_ftruncate(one->handle, one->size);
            break;
        case MADE: real_unlink(one->path); break;
        case MADE_DIR: rmdir(one->path); break;
        case RENAMED: real_rename(one->other, one->path); break;
        case REMOVED: real_rename(one->other, one->path); break;
        }
    }
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

void shim_forget(void) { newest = NULL; } /* all that was written counts as synced */
void shim_arm(long n) { calls = 0; crash_at = n; }
void shim_fail(int kind, int code, long n, long times) { failed_kind = kind; fail_errno = code; fail_from = n; fail_times = times; fail_seen = 0; }
long shim_calls(void) { return calls; }
long shim_failed(void) { return fail_seen < fail_from ? 0 : fail_seen - fail_from + 1; }

/* One call of ours; nonzero: it must fail with errno set. */
static int step(int kind)
{
    calls++;
    if (crash_at && calls >= crash_at) shim_crash();
    if (kind == WRITE && full[0] && !access(full, F_OK)) {
        errno = ENOSPC;
        return 1;
    }
    if (failed_kind == kind && fail_from) {
        fail_seen++;
        if (fail_seen >= fail_from && fail_seen < fail_from + fail_times) {
            errno = fail_errno;
            return 1;
        }
    }
    return 0;
}

#define LOCKED(...) do { pthread_mutex_lock(&lock); __VA_ARGS__; pthread_mutex_unlock(&lock); } while (0)

/* ---- calls ---- */

static int opened(int at, const char *path, int flags, mode_t mode)
{
    struct stat state;
    char whole[8192];
    if (path[0] == '/') snprintf(whole, sizeof whole, "%s", path);
    else {
        char here[4096];
        snprintf(whole, sizeof whole, "%s/%s", getcwd(here, sizeof here) ? here : "", path);
    }
    if (!ours(whole) || at != AT_FDCWD) return real_openat(at, path, flags, mode);
    int fresh = (flags & O_CREAT) && stat(whole, &state), fd = -1;
    pthread_mutex_lock(&lock);
    if (!((flags & (O_CREAT | O_WRONLY | O_RDWR)) && step(OPEN))) {
        if ((flags & O_TRUNC) && !fresh) {
            int old = real_open(whole, O_RDWR | O_CLOEXEC);
            if (old >= 0) {
                note_bytes(old, 0, 0, 0);
                close(old);
            }
        }
        fd = real_openat(at, path, flags, mode);
        if (fd >= 0 && fresh) {
            struct note *one = add(MADE);
            one->path = strdup(whole);
            one->parent = parent_of(whole);
        }
    }
    int code = errno;
    pthread_mutex_unlock(&lock);
    errno = code;
    return fd;
}

#define MODE mode_t mode = 0; if (flags & O_CREAT) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }
int open(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }

static ssize_t written(int fd, const void *bytes, size_t length, off_t offset, int here)
{
    char path[4096];
    if (!under[0] || fd < 3 || !path_of(fd, path, sizeof path))
        return here ? real_write(fd, bytes, length) : real_pwrite(fd, bytes, length, offset);
    ssize_t done = -1;
    int code;
    pthread_mutex_lock(&lock);
    if (!step(WRITE)) {
        struct stat state;
        int append = here && (fcntl(fd, F_GETFL) & O_APPEND) && !fstat(fd, &state);
        note_bytes(fd, here ? (append ? state.st_size : lseek(fd, 0, SEEK_CUR)) : offset, length, -1);
        done = here ? real_write(fd, bytes, length) : real_pwrite(fd, bytes, length, offset);
    }
    code = errno;
    pthread_mutex_unlock(&lock);
    errno = code;
    return done;
}

ssize_t write(int fd, const void *bytes, size_t length) { return written(fd, bytes, length, 0, 1); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return written(fd, bytes, length, offset, 0); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) { return written(fd, bytes, length, offset, 0); }

static int synced(int fd, int (*real)(int))
{
    struct stat state;
    char path[4096];
    if (!under[0] || !path_of(fd, path, sizeof path) || fstat(fd, &state)) return real(fd);
    int done = -1, code;
    pthread_mutex_lock(&lock);
    if (!step(SYNC)) {
        forget(fd); /* the disk has it now; that it really has is not what is tested, and costs time */
        done = 0;
    }
    code = errno;
    pthread_mutex_unlock(&lock);
    errno = code;
    return done;
}

int fsync(int fd) { return synced(fd, real_fsync); }
int fdatasync(int fd) { return synced(fd, real_fdatasync); }

static int cut(int fd, off_t length)
{
    char path[4096];
    if (!under[0] || !path_of(fd, path, sizeof path)) return real_ftruncate(fd, length);
    int done = -1, code;
    pthread_mutex_lock(&lock);
    if (!step(WRITE)) {
        note_bytes(fd, 0, 0, length);
        done = real_ftruncate(fd, length);
    }
    code = errno;
    pthread_mutex_unlock(&lock);
    errno = code;
    return done;
}

int ftruncate(int fd, off_t length) { return cut(fd, length); }
int ftruncate64(int fd, off64_t length) { return cut(fd, length); }

static void keep(const char *path) /* what stood under a name that goes or is taken */
{
    struct stat state;
    if (lstat(path, &state)) return;
    char aside[8192];
    snprintf(aside, sizeof aside, "%s.kept-%d-%ld", under, getpid(), ++saved);
    if (link(path, aside)) return;
    struct note *one = add(REMOVED);
    one->path = strdup(path);
    one->other = strdup(aside);
    one->parent = parent_of(path);
}

int rename(const char *from, const char *to)
{
    if (!ours(from)) return real_rename(from, to);
    int done = -1, code;
    pthread_mutex_lock(&lock);
    if (!step(RENAME)) {
        keep(to);
        done = real_rename(from, to);
        if (!done) {
            struct note *one = add(RENAMED);
            one->path = strdup(from);
            one->other = strdup(to);
            one->parent = parent_of(to);
        }
    }
    code = errno;
    pthread_mutex_unlock(&lock);
    errno = code;
    return done;
}

int unlink(const char *path)
{
    if (!ours(path)) return real_unlink(path);
    LOCKED(step(0); keep(path));
    return real_unlink(path);
}

int mkdir(const char *path, mode_t mode)
{
    int done = real_mkdir(path, mode);
    if (!done && ours(path)) LOCKED({
        struct note *one = add(MADE_DIR);
        one->path = strdup(path);
        one->parent = parent_of(path);
    });
    return done;
}

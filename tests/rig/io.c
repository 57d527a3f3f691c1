/* What the rigs put between a program and its disk (LD_PRELOAD, Linux). It sees every open, read, write, sync,
 * truncation, rename and removal below one folder, SQLite's and our own alike, and can write down what happened,
 * fail one, or lie about one. Nothing of it is in a shipped program.
 *
 * RIG_ROOT    the folder, absolute and without links; nothing outside it is touched
 * RIG_NAMES   only files whose names begin with one of these (comma separated) count; without it all do
 * RIG_TRACE   append each operation to this file (layout: put(), read by tests/src/trace.rs)
 * RIG_CLASSES which operations count: o open, r read, w write and truncate, s sync, n rename and unlink
 * RIG_AT      the counted operation that fails, from 1
 * RIG_ON      set: every later one fails too
 * RIG_WHILE   every counted operation fails for as long as this file is there (it stands outside of the folder)
 * RIG_NEVER   a thread of this name does nothing at all below the folder: if it does, the program ends at once
 * RIG_ERRNO   how it fails
 * RIG_HALF    set: a failing write first writes half of what it was given
 * RIG_LIE     set: it is not done, and success is answered (the control)
 * RIG_UNSYNCED set: syncs are answered, not done and not written down (the control)
 * RIG_QUICK   set: syncs are written down and answered, not done: nobody cuts the power of this machine
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST 4096
#define LONGEST 1024
static char *paths[MOST];
static char root[LONGEST], names[LONGEST], classes[16] = "orwsn";
static const char *as_long_as, *never;
static size_t root_length;
static int trace = -1, fails_with = EIO;
static int on, half, lie, unsynced, quick;
static uint64_t counted, at;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_read)(int, void *, size_t);
static ssize_t (*real_pread)(int, void *, size_t, off64_t);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static int (*real_fsync)(int);
static int (*real_ftruncate)(int, off64_t);
static int (*real_rename)(const char *, const char *);
static int (*real_unlink)(const char *);

__attribute__((constructor)) static void begin(void) {
    real_open = dlsym(RTLD_NEXT, "open64");
    real_close = dlsym(RTLD_NEXT, "close");
    real_read = dlsym(RTLD_NEXT, "read");
    real_pread = dlsym(RTLD_NEXT, "pread64");
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_rename = dlsym(RTLD_NEXT, "rename");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    const char *text;
    if ((text = getenv("RIG_ROOT"))) snprintf(root, sizeof root, "%s", text);
    if ((text = getenv("RIG_NAMES"))) snprintf(names, sizeof names, "%s", text);
    if ((text = getenv("RIG_CLASSES"))) snprintf(classes, sizeof classes, "%s", text);
    if ((text = getenv("RIG_AT"))) at = strtoull(text, NULL, 10);
    if ((text = getenv("RIG_ERRNO"))) fails_with = atoi(text);
    as_long_as = getenv("RIG_WHILE");
    never = getenv("RIG_NEVER");
    on = getenv("RIG_ON") != NULL;
    half = getenv("RIG_HALF") != NULL;
    lie = getenv("RIG_LIE") != NULL;
    unsynced = getenv("RIG_UNSYNCED") != NULL;
    quick = getenv("RIG_QUICK") != NULL;
    root_length = strlen(root);
    if ((text = getenv("RIG_TRACE")))
        trace = fcntl(real_open(text, O_WRONLY | O_APPEND | O_CREAT, 0600), F_DUPFD_CLOEXEC, 900);
}

static int below(const char *path) {
    return root_length && path && strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || !path[root_length]);
}

static const char *path_of(int fd) { return fd >= 0 && fd < MOST ? paths[fd] : NULL; }

/* Whether the file's name is one of those that count. The folder itself always is. */
static int named(const char *path) {
    if (!names[0] || !path[root_length]) return 1;
    const char *name = strrchr(path, '/') + 1;
    for (const char *each = names; each; each = strchr(each, ',') ? strchr(each, ',') + 1 : NULL) {
        const char *end = strchr(each, ',');
        size_t length = end ? (size_t)(end - each) : strlen(each);
        if (strncmp(name, each, length) == 0) return 1;
    }
    return 0;
}

/* kind, lengths, offset, number, result, then path and data; one write, so that processes do not mix. */
static void put(char kind, const char *path, const void *data, size_t length, uint64_t offset, uint64_t number, int64_t result) {
    if (trace < 0) return;
    uint32_t lengths[2] = {(uint32_t)strlen(path), (uint32_t)length};
    uint64_t numbers[2] = {offset, number};
    struct iovec parts[] = {{&kind, 1},           {lengths, 8},           {numbers, 16},
                            {&result, 8},         {(void *)path, lengths[0]}, {(void *)data, length}};
    if (writev(trace, parts, 6) < 0) abort();
}

/* Counts an operation; says whether this is one that fails. */
static int turn(char class, const char *path, uint64_t *number) {
    *number = 0;
    if (never && named(path)) {
        char thread[16] = "";
        prctl(PR_GET_NAME, thread);
        if (strcmp(thread, never) == 0) {
            fprintf(stderr, "RIG_NEVER: %s did %c to %s\n", thread, class, path);
            abort();
        }
    }
    if (!strchr(classes, class) || !named(path)) return 0;
    *number = ++counted;
    if (as_long_as && access(as_long_as, F_OK) == 0) return 1;
    return at && (counted == at || (on && counted > at));
}

static int opened(const char *path, int flags, mode_t mode) {
    if (!below(path)) {
        return real_open(path, flags, mode);
    }
    pthread_mutex_lock(&lock);
    uint64_t number;
    int failed = turn('o', path, &number), existed = access(path, F_OK) == 0, saved = errno;
    int fd = failed && !lie ? -1 : real_open(path, flags, mode);
    saved = failed && !lie ? fails_with : errno;
    if (fd >= 0 && fd < MOST) {
        free(paths[fd]);
        paths[fd] = strdup(path);
    }
    put('o', path, NULL, 0, (fd >= 0 && !existed ? 1 : 0) | (fd >= 0 && (flags & O_TRUNC) ? 2 : 0), number, fd >= 0 ? 0 : -saved);
    pthread_mutex_unlock(&lock);
    errno = saved;
    return fd;
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }
int open(const char *path, int flags, ...) { MODE(flags) return opened(path, flags | O_LARGEFILE, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened(path, flags | O_LARGEFILE, mode); }

int close(int fd) {
    pthread_mutex_lock(&lock);
    if (fd >= 0 && fd < MOST) {
        free(paths[fd]);
        paths[fd] = NULL;
    }
    pthread_mutex_unlock(&lock);
    return real_close(fd);
}

static ssize_t reading(int fd, void *to, size_t length, off64_t offset) {
    const char *path = path_of(fd);
    if (!path) return offset < 0 ? real_read(fd, to, length) : real_pread(fd, to, length, offset);
    pthread_mutex_lock(&lock);
    uint64_t number;
    int failed = turn('r', path, &number);
    ssize_t done;
    if (failed && lie) {
        memset(to, 0, length);
        done = length;
    } else if (failed) {
        done = -1;
        errno = fails_with;
    } else {
        done = offset < 0 ? real_read(fd, to, length) : real_pread(fd, to, length, offset);
    }
    int saved = errno;
    put('r', path, NULL, 0, 0, number, done);
    pthread_mutex_unlock(&lock);
    errno = saved;
    return done;
}
ssize_t read(int fd, void *to, size_t length) { return reading(fd, to, length, -1); }
ssize_t pread(int fd, void *to, size_t length, off_t offset) { return reading(fd, to, length, offset); }
ssize_t pread64(int fd, void *to, size_t length, off64_t offset) { return reading(fd, to, length, offset); }

static ssize_t writing(int fd, const void *from, size_t length, off64_t offset) {
    const char *path = path_of(fd);
    if (!path) {
        ssize_t done = offset < 0 ? real_write(fd, from, length) : real_pwrite(fd, from, length, offset);
        /* What a program says on its standard output is a mark in the order of things. */
        if (fd == 1 && done > 0) put('m', "", from, done, 0, 0, done);
        return done;
    }
    pthread_mutex_lock(&lock);
    uint64_t number;
    int failed = turn('w', path, &number);
    off64_t place = offset < 0 ? lseek64(fd, 0, SEEK_CUR) : offset;
    ssize_t done;
    if (failed && lie) {
        done = length;
        if (offset < 0) lseek64(fd, length, SEEK_CUR);
    } else if (failed) {
        if (half && length > 1) {
            ssize_t part = offset < 0 ? real_write(fd, from, length / 2) : real_pwrite(fd, from, length / 2, offset);
            if (part > 0) put('w', path, from, part, place, number, part);
        }
        done = -1;
        errno = fails_with;
    } else {
        done = offset < 0 ? real_write(fd, from, length) : real_pwrite(fd, from, length, offset);
        if (done > 0) put('w', path, from, done, place, number, done);
    }
    int saved = errno;
    if (done < 0) put('x', path, NULL, 0, place, number, -saved);
    pthread_mutex_unlock(&lock);
    errno = saved;
    return done;
}
ssize_t write(int fd, const void *from, size_t length) { return writing(fd, from, length, -1); }
ssize_t pwrite(int fd, const void *from, size_t length, off_t offset) { return writing(fd, from, length, offset); }
ssize_t pwrite64(int fd, const void *from, size_t length, off64_t offset) { return writing(fd, from, length, offset); }

int fsync(int fd) {
    const char *path = path_of(fd);
    if (!path) return quick ? 0 : real_fsync(fd);
    if (unsynced) return 0;
    pthread_mutex_lock(&lock);
    uint64_t number;
    int failed = turn('s', path, &number), done = 0;
    if (failed && !lie) {
        done = -1;
        errno = fails_with;
    } else if (!failed && !quick) {
        done = real_fsync(fd);
    }
    int saved = errno;
    put('s', path, NULL, 0, 0, number, failed && lie ? -1 : done);
    pthread_mutex_unlock(&lock);
    errno = saved;
    return done;
}
int fdatasync(int fd) { return fsync(fd); }

int ftruncate64(int fd, off64_t length) {
    const char *path = path_of(fd);
    if (!path) return real_ftruncate(fd, length);
    pthread_mutex_lock(&lock);
    uint64_t number;
    int failed = turn('w', path, &number), done = failed ? (lie ? 0 : -1) : real_ftruncate(fd, length);
    if (failed && !lie) errno = fails_with;
    int saved = errno;
    put('t', path, NULL, 0, length, number, failed || done ? -1 : 0);
    pthread_mutex_unlock(&lock);
    errno = saved;
    return done;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int rename(const char *from, const char *to) {
    if (!below(from)) return real_rename(from, to);
    pthread_mutex_lock(&lock);
    uint64_t number;
    int failed = turn('n', from, &number), done = failed ? (lie ? 0 : -1) : real_rename(from, to);
    if (failed && !lie) errno = fails_with;
    int saved = errno;
    if (!failed && !done) {
        put('n', from, to, strlen(to), 0, number, 0);
        for (int fd = 0; fd < MOST; fd++) {
            if (paths[fd] && strcmp(paths[fd], from) == 0) {
                free(paths[fd]);
                paths[fd] = strdup(to);
            }
        }
    }
    pthread_mutex_unlock(&lock);
    errno = saved;
    return done;
}

int unlink(const char *path) {
    if (!below(path)) return real_unlink(path);
    pthread_mutex_lock(&lock);
    uint64_t number;
    int failed = turn('n', path, &number), done = failed ? (lie ? 0 : -1) : real_unlink(path);
    if (failed && !lie) errno = fails_with;
    int saved = errno;
    if (!failed && !done) put('u', path, NULL, 0, 0, number, 0);
    pthread_mutex_unlock(&lock);
    errno = saved;
    return done;
}

/*
 * A disk that fails, for LD_PRELOAD. Counts the writes and syncs of files whose name contains FAIL_FILE, from the moment
 * the file FAIL_ARMED exists, and lets number FAIL_AT and the FAIL_TIMES - 1 after it fail with FAIL_ERRNO. A failing write
 * may leave half of its bytes behind, as a real one does.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_long calls;

static int concerns(int fd) {
    const char *file = getenv("FAIL_FILE"), *armed = getenv("FAIL_ARMED");
    char link[64], path[PATH_MAX];
    if (file == NULL || armed == NULL) {
        return 0;
    }
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) {
        return 0;
    }
    path[length] = 0;
    return strstr(path, file) != NULL && access(armed, F_OK) == 0;
}

static long number(const char *name) {
    const char *value = getenv(name);
    return value == NULL ? 0 : atol(value);
}

static int fails(int fd) {
    int before = errno;
    int due = 0;
    if (concerns(fd)) {
        long call = atomic_fetch_add(&calls, 1) + 1;
        due = call >= number("FAIL_AT") && call < number("FAIL_AT") + number("FAIL_TIMES");
    }
    errno = due ? (int)number("FAIL_ERRNO") : before;
    return due;
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) {
    REAL(pwrite64);
    if (fails(fd)) {
        int reason = errno;
        real(fd, bytes, size / 2, at);
        errno = reason;
        return -1;
    }
    return real(fd, bytes, size, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at) {
    return pwrite64(fd, bytes, size, at);
}

int fsync(int fd) {
    REAL(fsync);
    return fails(fd) ? -1 : real(fd);
}

int fdatasync(int fd) {
    REAL(fdatasync);
    return fails(fd) ? -1 : real(fd);
}

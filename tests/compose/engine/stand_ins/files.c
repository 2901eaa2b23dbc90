/* A search node that has fellows does not start where it may open fewer than 65,535 files, and some machines of tests let
   nobody raise that. Preloaded there alone (opensearch-start.sh): the question is answered with what the check wants. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/resource.h>

int getrlimit(__rlimit_resource_t which, struct rlimit *found)
{
    int (*real)(__rlimit_resource_t, struct rlimit *) = dlsym(RTLD_NEXT, "getrlimit");
    int done = real(which, found);
    if (!done && which == RLIMIT_NOFILE)
        found->rlim_cur = found->rlim_max = 65536;
    return done;
}

int getrlimit64(__rlimit_resource_t which, struct rlimit64 *found)
{
    return getrlimit(which, (struct rlimit *)found);
}

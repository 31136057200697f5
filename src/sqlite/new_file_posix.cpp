// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "new_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace human_support::sqlite {

void make_private_file(std::filesystem::path const& file) {
    // Only a file that was not there is opened: closing one that SQLite has open in this process
    // would drop its locks (https://www.sqlite.org/howtocorrupt.html, section 2.2).
    int const descriptor =
        ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor >= 0) {
        ::close(descriptor);
    }
}

} // namespace human_support::sqlite

// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "new_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <system_error>

namespace human_support::sqlite {

namespace {

/// Returns the file that `file` leads to if it is a symbolic link, whether that is there or not.
std::filesystem::path link_target(std::filesystem::path file) {
    constexpr int most_links = 40; // as in Linux: more are taken for a circle
    for (int links = 0; links < most_links; ++links) {
        std::error_code error;
        auto const target = std::filesystem::read_symlink(file, error);
        if (error) {
            break;
        }
        file = file.parent_path() / target;
    }
    return file;
}

} // namespace

void make_private_file(std::filesystem::path const& file) {
    // Only a file that was not there is opened: closing one that SQLite has open in this process
    // would drop its locks (https://www.sqlite.org/howtocorrupt.html, section 2.2). That refuses
    // links too, while SQLite makes the file that a link leads to.
    int const descriptor =
        ::open(link_target(file).c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor >= 0) {
        ::close(descriptor);
    }
}

} // namespace human_support::sqlite

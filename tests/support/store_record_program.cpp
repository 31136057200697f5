// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// store_record_program DATABASE CHATBOT: stores a record of the chatbot, and moves the WAL into the
// file. Ends with 0 once it is stored, and with 1 otherwise; waits for no lock. For tests that need
// another process.
#include "support/sample_record.hpp"

#include <human_support/sqlite_repository.hpp>

#include <chrono>
#include <exception>
#include <iostream>

int main(int argc, char** argv) {
    using namespace human_support;
    if (argc != 3) {
        std::cerr << "usage: store_record_program DATABASE CHATBOT\n";
        return 2;
    }
    try {
        auto const repository =
            SqliteRepository::open(
                argv[1],
                {.create = false, .busy_timeout = {}, .readers = 1, .wal_autocheckpoint = 1})
                .value();
        return store(*repository, sample_record(argv[2])) ? 0 : 1;
    } catch (std::exception const& failure) {
        std::cerr << "store_record_program: " << failure.what() << '\n';
        return 1;
    }
}

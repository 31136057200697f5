// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// update_record_program DATABASE NAME OUTPUT: updates the record of the chatbot `bot` of the
// account `acme` from 8 threads, 200 times each, to texts that begin with NAME, and writes the
// revisions before and after each change to the file OUTPUT. For tests that need another process.
#include "support/concurrent_updates.hpp"

#include <human_support/sqlite_repository.hpp>
#include <human_support/system_clock_and_ids.hpp>

#include <exception>
#include <fstream>
#include <iostream>

int main(int argc, char** argv) {
    using namespace human_support;
    if (argc != 4) {
        std::cerr << "usage: update_record_program DATABASE NAME OUTPUT\n";
        return 2;
    }
    try {
        auto const repository = SqliteRepository::open(argv[1], {.create = false}).value();
        SettingsService service(*repository, system_clock_and_ids());
        Caller const caller{AccountId::parse("acme").value(), argv[2]};
        auto const chatbot_id = ChatbotId::parse("bot").value();
        std::ofstream output(argv[3]);
        for (auto const& step : update_from_threads(service, caller, chatbot_id, argv[2], 8, 200)) {
            output << step.before << ' ' << step.after << '\n';
        }
        output.close();
        return output ? 0 : 1;
    } catch (std::exception const& failure) {
        std::cerr << "update_record_program: " << failure.what() << '\n';
        return 1;
    }
}

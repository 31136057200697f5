// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/crash/writer_thread.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <climits>
#include <exception>
#include <iostream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <utility>

using namespace human_support;

namespace {

[[noreturn]] void end_with_failure() {
    try {
        std::rethrow_exception(std::current_exception());
    } catch (std::exception const& failure) {
        std::cerr << "a writer: " << failure.what() << std::endl;
    }
    _exit(1);
}

} // namespace

void say(std::string line) {
    line += '\n';
    if (line.size() > PIPE_BUF ||
        ::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
        throw std::runtime_error("cannot say " + line);
    }
}

void let_failures_end_process() { std::set_terminate(end_with_failure); }

WriterThread::WriterThread(std::atomic<std::uint64_t>& next_content, std::string name,
                           unsigned seed)
    : next_content_(next_content), name_(std::move(name)), random_(seed) {
    for (std::size_t i = 0; i < 4; ++i) {
        chatbots_.push_back(ChatbotId::parse(fmt::format("{}-{}", name_, i)).value());
        chatbots_.push_back(ChatbotId::parse(fmt::format("shared-{}", i)).value());
    }
}

AnnouncedCall WriterThread::plan(SettingsRepository const& repository) {
    AnnouncedCall call{fmt::format("{}-{}", name_, calls_++), {}};
    auto const size = random_.coin() ? 1 : 2 + random_.up_to(3);
    while (call.writes.size() < size) {
        // Swapped to the front, so that a batch has each chatbot once.
        auto const done = call.writes.size();
        std::swap(chatbots_[done], chatbots_[done + random_.up_to(chatbots_.size() - 1 - done)]);
        auto const& chatbot_id = chatbots_[done];
        bool const erase = random_.up_to(3) == 0;
        call.writes.push_back({chatbot_id, erase ? std::nullopt : std::optional(next_content_++),
                               expectation(repository, chatbot_id)});
    }
    return call;
}

void WriterThread::write(SettingsRepository& repository, std::size_t calls) {
    for (; calls > 0; --calls) {
        auto const call = plan(repository);
        std::vector<Write> writes;
        std::ranges::transform(call.writes, std::back_inserter(writes), to_write);
        say(to_line(call));
        say(to_line(AnsweredCall{call.id, repository.write(writes)}));
    }
}

Expectation WriterThread::expectation(SettingsRepository const& repository,
                                      ChatbotId const& chatbot_id) {
    switch (random_.up_to(4)) {
    case 0:
    case 1: return Anything{};
    case 2: return Absent{};
    default: break;
    }
    auto const record = repository.find(chatbot_id).value();
    return record ? Expectation(record->revision) : Expectation(Absent{});
}

// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// coherence_process DATABASE NAME SEED MILLISECONDS: reads through a cache and writes at random to
// DATABASE, from several threads, and then prints what it read and wrote, as `ReadHistory` takes
// it. NAME, a number, is that of no other process.
#include "coherence/read_history.hpp"
#include "coherence/storage.hpp"
#include "support/random_settings.hpp"
#include "support/sample_record.hpp"

#include <human_support/settings_cache.hpp>

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <climits>
#include <iostream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace human_support;

namespace {

Moment nanoseconds(std::chrono::steady_clock::time_point moment) {
    return std::chrono::nanoseconds(moment.time_since_epoch()).count();
}

Moment now() { return nanoseconds(std::chrono::steady_clock::now()); }

std::vector<ChatbotId> const& chatbots() {
    static std::vector<ChatbotId> const all = [] {
        std::vector<ChatbotId> ids;
        for (int i = 0; i < 12; ++i) {
            ids.push_back(ChatbotId::parse(fmt::format("bot-{}", i)).value());
        }
        return ids;
    }();
    return all;
}

/// A chatbot, of which some are chosen much more often than others.
ChatbotId const& any_chatbot(Random& random) {
    return chatbots()[random.up_to(random.up_to(chatbots().size() - 1))];
}

class Reader {
public:
    Reader(SettingsCache const& cache, unsigned seed) : cache_(cache), random_(seed) {}

    void read_until(Moment end) {
        while (now() < end) {
            read(any_chatbot(random_));
        }
    }

    void print(std::string const& name, std::string const& thread) const {
        recorder_.print(std::cout, name, thread);
    }

private:
    void read(ChatbotId const& chatbot_id) {
        HistoryRead read;
        read.chatbot = chatbot_id.str();
        auto const note = [&](SettingsRecord const* record, SettingsCache::Moment as_of) {
            if (record != nullptr) {
                read.revision = record->revision;
                read.content = std::stoull(record->settings.positive_feedback_prompt);
            }
            read.as_of = nanoseconds(as_of);
            return true;
        };
        bool is_answered = true;
        read.begin = now();
        switch (random_.up_to(4)) {
        case 0: {
            auto const found = cache_.find_cached(chatbot_id).value();
            note(found.record.get(), found.as_of);
            break;
        }
        case 1: {
            auto const found = cache_.try_find_cached(chatbot_id);
            is_answered = found && note(found->record.get(), found->as_of);
            break;
        }
        case 2: is_answered = cache_.try_find_cached(chatbot_id, note); break;
        case 3: { // in a function that uses another record, or the same one
            auto const& other = any_chatbot(random_);
            auto const read_inside = [&](auto const*, auto) {
                return cache_.find_cached(chatbot_id, note).value();
            };
            (void)cache_.find_cached(other, read_inside).value();
            break;
        }
        default: (void)cache_.find_cached(chatbot_id, note).value(); break;
        }
        read.end = now();
        read.age = (std::max)(Moment{0}, read.begin - read.as_of);
        if (is_answered) {
            recorder_.add(std::move(read));
        }
    }

    SettingsCache const& cache_;
    Random random_;
    ReadRecorder recorder_;
};

class Writer {
public:
    Writer(SettingsRepository& repository, Storage& storage, std::string cache,
           std::uint64_t next_content, unsigned seed)
        : repository_(repository), storage_(storage), cache_(std::move(cache)),
          next_content_(next_content), random_(seed) {}

    void write_until(Moment end) {
        while (now() < end) {
            for (auto burst = random_.up_to(random_.up_to(20)); burst > 0; --burst) {
                write();
            }
            if (random_.up_to(30) == 0) {
                (void)storage_.purge_erasures(Timestamp::max()).value();
            }
            // So that something stays for a while, and others get their turn.
            std::this_thread::sleep_for(std::chrono::microseconds(random_.up_to(5'000)));
        }
    }

    void print() const {
        for (auto const& write : done_) {
            ::print(std::cout, write);
        }
    }

private:
    void write() {
        std::vector<Write> writes;
        std::vector<HistoryWrite> planned;
        auto const size = random_.coin() ? 1 : 2 + random_.up_to(1);
        while (writes.size() < size) {
            auto const& chatbot_id = any_chatbot(random_); // twice in a batch is its own error
            bool const erases = random_.up_to(2) == 0;
            auto const content = erases ? 0 : next_content_++;
            auto const expected = expectation(chatbot_id);
            if (erases) {
                writes.push_back(Write::erase(chatbot_id, expected));
            } else {
                auto record = sample_record(chatbot_id.str());
                record.settings.positive_feedback_prompt = std::to_string(content);
                writes.push_back(Write::store(std::move(record), expected));
            }
            planned.push_back({chatbot_id.str(), 0, content, 0, 0, cache_});
        }
        auto const begin = now();
        auto const results = repository_.write(writes).value();
        auto const end = now();
        for (std::size_t i = 0; i < results.size(); ++i) {
            if (results[i]) {
                planned[i].revision = results[i]->revision;
                planned[i].begin = begin;
                planned[i].end = end;
                done_.push_back(std::move(planned[i]));
            }
        }
    }

    Expectation expectation(ChatbotId const& chatbot_id) {
        switch (random_.up_to(5)) {
        case 0: return Absent{};
        case 1: return Revision{1};
        case 2: {
            auto const record = repository_.find(chatbot_id).value();
            return record ? Expectation(record->revision) : Expectation(Absent{});
        }
        default: return Anything{};
        }
    }

    SettingsRepository& repository_;
    Storage& storage_;
    std::string cache_;
    std::uint64_t next_content_;
    Random random_;
    std::vector<HistoryWrite> done_;
};

SettingsCacheOptions random_options(Random& random) {
    SettingsCacheOptions options;
    options.staleness = std::chrono::milliseconds(50);
    if (random.coin()) {
        options.records = 1 + random.up_to(5);
    }
    if (random.coin()) {
        options.absences = random.up_to(3);
    }
    if (random.up_to(3) == 0) { // now and then too old to be served
        options.staleness_without_storage = std::chrono::milliseconds(50);
    }
    return options;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::cerr << "usage: coherence_process DATABASE NAME SEED MILLISECONDS\n";
        return 2;
    }
    std::string const name = argv[2];
    Random random(static_cast<unsigned>(std::stoul(argv[3])));
    auto const seed = [&] { return static_cast<unsigned>(random.up_to(UINT_MAX)); };
    auto const storage = open_patiently(argv[1]);
    SettingsCache cache(*storage, random_options(random));
    if (random.coin()) {
        (void)cache.preload(); // there may be no room for all
    }
    auto const end = now() + std::stoll(argv[4]) * 1'000'000;
    auto const content = 1 + std::stoull(name) * 1'000'000'000;
    Writer through_cache(cache, *storage, name, content, seed());
    Writer direct(*storage, *storage, "-", content + 500'000'000, seed());
    std::vector<Reader> readers;
    for (int i = 0; i < 3; ++i) {
        readers.emplace_back(cache, seed());
    }
    {
        std::vector<std::thread> threads;
        for (auto* writer : {&through_cache, &direct}) {
            threads.emplace_back([=] { writer->write_until(end); });
        }
        for (auto& reader : readers) {
            threads.emplace_back([&] { reader.read_until(end); });
        }
        for (auto& thread : threads) {
            thread.join();
        }
    }
    through_cache.print();
    direct.print();
    for (std::size_t i = 0; i < readers.size(); ++i) {
        readers[i].print(name, std::to_string(i));
    }
    return std::cout.flush() ? 0 : 1;
}

// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "coherence/read_history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

using human_support::Revision;

namespace {

bool sees_same(HistoryRead const& a, HistoryRead const& b) {
    return a.revision == b.revision && a.content == b.content;
}

} // namespace

void ReadHistory::add(HistoryWrite write) {
    auto& states = states_[write.chatbot];
    if (!states.emplace(write.revision, write).second) {
        faults_of_writes_.push_back(
            fmt::format("{} was stored twice with revision {}", write.chatbot, write.revision));
    }
}

void ReadHistory::add(std::string const& cache, std::string const& thread, HistoryRead read) {
    reads_[{cache, thread}].push_back(std::move(read));
}

void ReadHistory::add_lines(std::istream& lines) {
    for (std::string kind; lines >> kind;) {
        if (kind == "write") {
            HistoryWrite write;
            lines >> write.cache >> write.chatbot >> write.revision >> write.content >>
                write.begin >> write.end;
            add(std::move(write));
        } else if (kind == "read") {
            std::string cache;
            std::string thread;
            HistoryRead read;
            lines >> cache >> thread >> read.chatbot >> read.revision >> read.content >>
                read.begin >> read.end >> read.as_of >> read.age;
            add(cache, thread, std::move(read));
        } else {
            throw std::invalid_argument("not a line of a history: " + kind);
        }
        if (!lines) {
            throw std::invalid_argument("a line of a history is cut off");
        }
    }
}

ReadHistory::Faults ReadHistory::faults() const {
    auto faults = faults_of_writes_;
    for (auto const& [reader, reads] : reads_) {
        std::map<std::string, Revision> last;
        for (auto const& read : reads) {
            auto const fault = fault_of(reader.first, read, last[read.chatbot]);
            if (!fault.empty()) {
                faults.push_back(fmt::format(
                    "thread {} of {}, {}, revision {}, content {}, begun at {}, age {}: {}",
                    reader.second, reader.first, read.chatbot, read.revision, read.content,
                    read.begin, read.age, fault));
            }
        }
    }
    return faults;
}

/// What is wrong with a read; nothing if it is right. `last` is the state that the thread saw last.
std::string ReadHistory::fault_of(std::string const& cache, HistoryRead const& read,
                                  Revision& last) const {
    static States const nothing;
    auto const place = states_.find(read.chatbot);
    auto const& states = place == states_.end() ? nothing : place->second;
    if (read.age > greatest_age_) {
        return "is older than anything may be";
    }
    Revision by_moment = 0;
    Revision by_cache = 0;
    for (auto const& [revision, write] : states) {
        if (write.end < read.as_of) {
            by_moment = revision;
        }
        if (write.cache == cache && write.end < read.begin) {
            by_cache = revision;
        }
    }
    auto const least = (std::max)(by_moment, by_cache);
    if (read.content != 0) {
        auto const state = states.find(read.revision);
        if (state == states.end() || state->second.content != read.content) {
            return "was never written";
        }
        if (state->second.begin > read.end) {
            return "is shown before it was written";
        }
        if (read.revision < by_moment) {
            return fmt::format("hides {}, which ended before its moment", by_moment);
        }
        if (read.revision < by_cache) {
            return fmt::format("hides {}, which was written through the same cache", by_cache);
        }
        if (read.revision < last) {
            return fmt::format("comes after {}", last);
        }
        last = read.revision;
        return {};
    }
    auto const from = (std::max)(least, last);
    if (from == 0) {
        return {}; // before the first write
    }
    auto const absence = std::find_if(states.lower_bound(from), states.end(),
                                      [](auto const& state) { return state.second.content == 0; });
    if (absence == states.end() || absence->second.begin > read.end) {
        return fmt::format("is no state from {} on (by moment {}, by cache {}, seen {})", from,
                           by_moment, by_cache, last);
    }
    last = absence->first;
    return {};
}

std::size_t ReadHistory::writes() const {
    std::size_t sum = 0;
    for (auto const& [chatbot, states] : states_) {
        sum += states.size();
    }
    return sum;
}

std::size_t ReadHistory::reads() const {
    std::size_t sum = 0;
    for (auto const& [reader, reads] : reads_) {
        sum += reads.size();
    }
    return sum;
}

void ReadRecorder::add(HistoryRead read) {
    auto& last = of_chatbot_[read.chatbot];
    bool const is_again =
        last.size() == 2 && sees_same(reads_[last[0]], read) && sees_same(reads_[last[1]], read);
    // States do not go backwards, so the last read's state is not before that of the others either.
    if (is_again) {
        auto& merged = reads_[last[1]];
        merged.begin = read.begin;
        merged.end = read.end;
        merged.as_of = (std::max)(merged.as_of, read.as_of);
        merged.age = (std::max)(merged.age, read.age);
        return;
    }
    if (last.size() == 2) {
        last.erase(last.begin());
    }
    last.push_back(reads_.size());
    reads_.push_back(std::move(read));
}

void ReadRecorder::print(std::ostream& out, std::string const& cache,
                         std::string const& thread) const {
    for (auto const& read : reads_) {
        out << "read " << cache << ' ' << thread << ' ' << read.chatbot << ' ' << read.revision
            << ' ' << read.content << ' ' << read.begin << ' ' << read.end << ' ' << read.as_of
            << ' ' << read.age << '\n';
    }
}

void print(std::ostream& out, HistoryWrite const& write) {
    out << "write " << write.cache << ' ' << write.chatbot << ' ' << write.revision << ' '
        << write.content << ' ' << write.begin << ' ' << write.end << '\n';
}

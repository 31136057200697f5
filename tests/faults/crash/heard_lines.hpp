// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "faults/crash/call_history.hpp"
#include "faults/crash/call_lines.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

/// What a call that was announced writes.
[[nodiscard]] inline std::vector<human_support::Write> writes_of(AnnouncedCall const& call) {
    std::vector<human_support::Write> writes;
    std::transform(call.writes.begin(), call.writes.end(), std::back_inserter(writes), to_write);
    return writes;
}

/// Tells `history` what a line says, if it is one of a call.
inline void hear(CallHistory& history, std::string const& line) {
    if (line.starts_with("call ")) {
        auto const call = read_announced_call(line);
        history.announced(call.id, writes_of(call));
    } else if (line.starts_with("answer ")) {
        auto const call = read_answered_call(line);
        history.answered(call.id, call.results);
    }
}

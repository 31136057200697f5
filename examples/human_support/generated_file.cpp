// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "generated_file.hpp"

#include "completions.hpp"
#include "man_page.hpp"

namespace program {

std::vector<std::string> generated_files() {
    return {"man-page", "bash-completion", "zsh-completion", "fish-completion"};
}

std::string generated_file(ProgramText const& text, std::string_view name) {
    if (name == "bash-completion") {
        return bash_completion(text);
    }
    if (name == "zsh-completion") {
        return zsh_completion(text);
    }
    if (name == "fish-completion") {
        return fish_completion(text);
    }
    return man_page(text);
}

} // namespace program

// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

// Includes everything that works with settings, except what a program needs in one place only: the
// storage engine (`memory_repository.hpp`, `sqlite_repository.hpp`), `system_clock_and_ids.hpp`,
// `format.hpp` for fmt, and the headers in `testing/`.

#include <human_support/endpoint.hpp>
#include <human_support/envelope.hpp>
#include <human_support/errc.hpp>
#include <human_support/error.hpp>
#include <human_support/escalation.hpp>
#include <human_support/ids.hpp>
#include <human_support/json_merge_patch.hpp>
#include <human_support/json_text.hpp>
#include <human_support/limits.hpp>
#include <human_support/quick_reply_json.hpp>
#include <human_support/repository.hpp>
#include <human_support/result.hpp>
#include <human_support/rfc3339.hpp>
#include <human_support/service.hpp>
#include <human_support/settings.hpp>
#include <human_support/settings_cache.hpp>
#include <human_support/settings_cache_options.hpp>
#include <human_support/settings_fields.hpp>
#include <human_support/settings_json.hpp>
#include <human_support/settings_patch.hpp>
#include <human_support/settings_record.hpp>
#include <human_support/validation.hpp>
#include <human_support/version.hpp>

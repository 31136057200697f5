// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

/// \def HUMAN_SUPPORT_POSTGRESQL_EXPORT
/// Marks what a shared `human_support::postgresql` exports; everything else in it is hidden. CMake
/// and pkg-config define HUMAN_SUPPORT_POSTGRESQL_SHARED for code that builds or uses the shared
/// library; CMake defines human_support_postgresql_EXPORTS while it is built.
#if !defined(HUMAN_SUPPORT_POSTGRESQL_SHARED)
#define HUMAN_SUPPORT_POSTGRESQL_EXPORT
#elif !defined(_WIN32)
#define HUMAN_SUPPORT_POSTGRESQL_EXPORT __attribute__((visibility("default")))
#elif defined(human_support_postgresql_EXPORTS)
#define HUMAN_SUPPORT_POSTGRESQL_EXPORT __declspec(dllexport)
#else
#define HUMAN_SUPPORT_POSTGRESQL_EXPORT __declspec(dllimport)
#endif

// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "arguments.hpp"

#include "commands.hpp"
#include "generated_file.hpp"
#include "help_text.hpp"
#include "option_values.hpp"
#include "output.hpp"
#include "program_text.hpp"
#include "shielded_values.hpp"
#include "terminal.hpp"
#include "usage_error.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <human_support/version.hpp>

#include <string_view>

namespace program {

namespace {

constexpr char const* help_footer =
    R"(Standard output is for programs: the commands on one record print
the JSON that the HTTP API would answer with, the others a line for each record or finding. What is
for people is on standard error. "human-support help COMMAND" says more.

Exit codes:
  0  done
  1  failed for another reason, such as output that cannot be written
  2  usage
  3  invalid input
  4  not found
  5  already exists, or has another revision than expected
  6  storage)";

class CommandLine {
public:
    CommandLine() {
        app_.require_subcommand(1);
        app_.fallthrough(); // --db and --account may also follow the command
        app_.set_version_flag("--version", std::string(human_support::version_text));
        app_.footer(help_footer);
        app_.add_option(
                "--db", arguments_.database,
                "The database: a file, or postgresql://HOST/NAME for one on a server; only create, "
                "upsert and import make one")
            ->type_name("FILE")
            ->envname("HUMAN_SUPPORT_DB")
            ->capture_default_str();
        app_.add_option("--account", arguments_.account,
                        "The account that owns the chatbots; those of other accounts are not shown")
            ->type_name("ID")
            ->envname("HUMAN_SUPPORT_ACCOUNT")
            ->capture_default_str();
        add_record_commands();
        add_listing_commands();
        add_preview_command();
        add_import_command();
        add_care_commands();
        add_help_commands();
        unshield_values(app_);
    }

    std::variant<Arguments, ExitCode> parse(int count, char const* const* words) {
        try {
            app_.parse(shielded_words(count, words));
            if (help_->parsed()) {
                auto const text = describe(app_);
                auto const& topic = find_command(text, help_topic_);
                if (!help_topic_.empty() && topic.name != help_topic_) {
                    return refuse(unknown_command(text, help_topic_, "not a command"));
                }
                print_line(help_text(text, topic, terminal_columns()));
                return ExitCode::done;
            }
            if (generate_->parsed()) {
                print_line(generated_file(describe(app_), generated_));
                return ExitCode::done;
            }
            return arguments_;
        } catch (CLI::CallForHelp const&) {
            auto const text = describe(app_);
            print_line(help_text(text, find_command(text, parsed_command()), terminal_columns()));
            return ExitCode::done;
        } catch (CLI::CallForVersion const&) {
            print_line(app_.version());
            return ExitCode::done;
        } catch (CLI::ParseError const& error) {
            auto const text = describe(app_);
            auto const& command = find_command(text, parsed_command());
            auto const unknown =
                unknown_word(text, command, app_.remaining(true), {words, words + count});
            if (unknown) {
                return refuse(*unknown);
            }
            bool const nothing =
                app_.get_subcommands().empty() && error.get_name() == "RequiredError";
            return refuse(nothing ? "Which command?" : plain_reason(error.what()));
        }
    }

private:
    CLI::App* add_command(std::string const& name, std::string const& description,
                          ExitCode (*command)(Arguments const&), std::string_view examples) {
        auto* added = app_.add_subcommand(name, description);
        added->group("Commands");
        added->footer(fmt::format("Examples:\n{}", examples));
        added->callback([this, command] { arguments_.command = command; });
        return added;
    }

    void add_record_commands() {
        auto* create =
            add_command("create", "Create a chatbot's settings: the defaults, changed by BODY",
                        run_create, R"(  human-support create support-bot
  human-support create support-bot '{"enableHumanSupport": true}'
  human-support create support-bot @settings.json)");
        auto* upsert =
            add_command("upsert", "Change a chatbot's settings, or create them", run_upsert,
                        R"(  human-support upsert support-bot '{"leadNotification": true}'
  generate-settings | human-support upsert support-bot -)");
        auto* update =
            add_command("update", "Change a chatbot's settings", run_update,
                        R"(  human-support update support-bot '{"enableHumanSupport": null}'
  human-support update support-bot @settings.json --if-revision 7)");
        auto* get = add_command("get", "Print a chatbot's settings", run_get,
                                "  human-support get support-bot\n"
                                "  human-support --account acme get support-bot");
        auto* erase = add_command("delete", "Erase a chatbot's settings", run_delete,
                                  "  human-support delete support-bot --if-revision 7");
        auto* transfer =
            add_command("transfer", "Hand a chatbot's settings to another account", run_transfer,
                        "  human-support transfer support-bot acme --clear-emails");
        for (auto* command : {create, upsert, update, get, erase, transfer}) {
            add_chatbot_id(*command);
        }
        for (auto* command : {create, upsert, update}) {
            command
                ->add_option(
                    "BODY", arguments_.body,
                    "A JSON merge patch: JSON text, @FILE, or - for standard input; {} if left out")
                ->type_name("");
            add_strict(*command, "Refuse a BODY with members that are not settings");
        }
        for (auto* command : {update, erase}) {
            command
                ->add_option("--if-revision", arguments_.if_revision,
                             "Do nothing unless the settings have this revision")
                ->type_name("N")
                ->check(whole_number());
        }
        transfer->add_option("TO_ACCOUNT", arguments_.to_account, "The account to hand them to")
            ->type_name("")
            ->required();
        transfer->add_flag("--clear-emails", arguments_.clear_emails,
                           "Leave the email addresses of the old account behind");
    }

    void add_listing_commands() {
        auto* list = add_command(
            "list", "Print the account's records in the order of their chatbot ids", run_list,
            "  human-support list\n"
            "  human-support --account acme list --after support-bot --limit 10");
        auto* changes = add_command(
            "changes", "Print what changed in all accounts, in the order of the revisions",
            run_changes,
            "  human-support changes --after 7\n"
            "  human-support changes --follow");
        add_command("export", "Print the records of all accounts", run_export,
                    "  human-support export > records.jsonl");
        list->add_option_function<std::string>( // CLI11 takes an empty optional for none
                "--after", [this](std::string const& text) { arguments_.after_chatbot_id = text; },
                "Only records after this chatbot's")
            ->type_name("CHATBOT_ID");
        changes
            ->add_option("--after", arguments_.after_revision, "Only changes after this revision")
            ->type_name("N")
            ->check(whole_number());
        changes->add_flag("--follow", arguments_.follow,
                          "Wait for more changes, until SIGINT or SIGTERM");
        for (auto* command : {list, changes}) {
            command
                ->add_option("--limit", arguments_.limit, "Print at most N lines; all if left out")
                ->type_name("N")
                ->check(whole_number());
        }
    }

    void add_preview_command() {
        auto* preview = add_command(
            "preview", "Draw what a visitor sees after an answer, and after asking for a human",
            run_preview,
            "  human-support preview support-bot\n"
            "  human-support preview support-bot --suggestion Prices --suggestion Hours\n"
            "  human-support preview support-bot --human-requested");
        add_chatbot_id(*preview);
        preview
            ->add_option_function<std::string>( // a list would take more than one word each time
                "--suggestion",
                [this](std::string const& text) { arguments_.suggestions.push_back(text); },
                "A suggestion of the chatbot, shown beside the buttons; may be repeated")
            ->type_name("TEXT")
            ->trigger_on_parse();
        preview->add_flag("--human-requested", arguments_.human_requested,
                          "Show it to a visitor who has asked for a human already");
        preview->add_flag("--json", arguments_.json, "Print it as a JSON object");
    }

    void add_import_command() {
        auto* import = add_command(
            "import",
            "Store records that export, list or get printed, in the accounts that they name",
            run_import,
            "  human-support --db copy.db import records.jsonl\n"
            "  human-support export | human-support --db copy.db import --replace\n\n"
            "Records are JSON objects, one after the other or in an array. One that names no\n"
            "account is stored in that of --account.");
        import
            ->add_option("FILE", arguments_.input,
                         "The file to read; standard input if it is - or left out. Records "
                         "over 1 MiB are refused")
            ->type_name("");
        auto* replace =
            import->add_flag("--replace", arguments_.replace, "Replace records that are there");
        import
            ->add_flag("--skip-existing", arguments_.skip_existing,
                       "Keep records that are there, and do not refuse the new ones")
            ->excludes(replace);
        add_strict(*import, "Refuse records with members that are not settings");
    }

    void add_care_commands() {
        add_command("check", "Look for damage in the file, and print a line for each finding",
                    run_check,
                    "  human-support check\n"
                    "  human-support --db backup.db check\n\n"
                    "Without findings nothing is printed; with any the exit code is 6.");
        auto* backup = add_command(
            "backup", "Copy the database as it is at one moment, while others may go on writing",
            run_backup,
            "  human-support backup backup.db\n\n"
            "Prints nothing on standard output. If it fails, DESTINATION is not created.");
        backup
            ->add_option("DESTINATION", arguments_.destination,
                         "The file to create; it must not exist yet")
            ->type_name("")
            ->required();
        auto* purge =
            add_command("purge-erasures", "Forget old erasures of settings, and print how many",
                        run_purge_erasures,
                        "  human-support purge-erasures --before 2026-01-31T00:00:00Z\n\n"
                        "Prints {\"purged\":N}. If N is not 0, readers of the changes must start "
                        "from the beginning.");
        purge
            ->add_option_function<std::string>(
                "--before",
                [this](std::string const& text) { arguments_.erased_before = read_time(text); },
                "Only erasures before this time in UTC (RFC 3339)")
            ->type_name("TIME")
            ->required();
    }

    void add_help_commands() {
        help_ = add_command("help", "Print this help, or that of a command", nullptr,
                            "  human-support help create");
        help_->add_option("COMMAND", help_topic_, "The command; all of them if left out")
            ->type_name("");
        generate_ = app_.add_subcommand("generate", "Print a file that is installed")->group("");
        generate_->add_option("FILE", generated_)
            ->required()
            ->check(CLI::IsMember(generated_files()));
    }

    /// The command that is there, or else the program.
    std::string parsed_command() const {
        auto const parsed = app_.get_subcommands();
        return parsed.empty() ? "" : parsed.front()->get_name();
    }

    static ExitCode refuse(std::string_view reason) {
        say(reason);
        say("Run 'human-support --help' for help.");
        return ExitCode::usage;
    }

    void add_strict(CLI::App& command, std::string const& description) {
        command.add_flag("--strict", arguments_.strict, description);
    }

    void add_chatbot_id(CLI::App& command) {
        command.add_option("CHATBOT_ID", arguments_.chatbot_id, "The chatbot")
            ->type_name("")
            ->required();
    }

    Arguments arguments_;
    CLI::App* help_ = nullptr;
    std::string help_topic_;
    CLI::App* generate_ = nullptr;
    std::string generated_;
    CLI::App app_{"Keeps the human support settings of chatbots in an SQLite file.",
                  "human-support"};
};

} // namespace

std::variant<Arguments, ExitCode> parse_arguments(int count, char const* const* text) {
    return CommandLine().parse(count, text);
}

} // namespace program

# Runs a program in a folder that is empty at first, and looks for `output` in what it prints.
function(human_support_output_test name program output)
    set(folder ${CMAKE_CURRENT_BINARY_DIR}/run_${program})
    file(MAKE_DIRECTORY ${folder})
    add_test(NAME "${program}: an empty folder"
             COMMAND ${CMAKE_COMMAND} -E rm -f settings.db settings.db-wal settings.db-shm
             WORKING_DIRECTORY ${folder})
    set_tests_properties("${program}: an empty folder" PROPERTIES FIXTURES_SETUP ${program}_folder)
    add_test(NAME "${program}: ${name}" COMMAND ${program} settings.db WORKING_DIRECTORY ${folder})
    set_tests_properties("${program}: ${name}" PROPERTIES
        FIXTURES_REQUIRED ${program}_folder PASS_REGULAR_EXPRESSION "${output}")
endfunction()

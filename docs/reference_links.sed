# What the pages link to on a repository's page, as the reference documentation names it.
s|(\.\./include/human_support/\([a-z0-9_]*\.hpp\))|(@ref \1)|g
s|([a-z_./]*/\([a-z_]*\.cpp\))|(@ref \1)|g
s|(\([a-z_]*\.md\)#[a-z-]*)|(\1)|g

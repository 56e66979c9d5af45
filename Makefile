# gilbox: GNU make builds, tests and installs it. `make help` lists what there is.
#
#   make                     build/gilbox
#   make MODE=debug test     build/debug/..., with assertions
#   make CC=clang BUILD=build/clang
#
# Modes: release, debug (assertions), asan (address and undefined behaviour), tsan (data races),
# fuzz (as asan, and made for libFuzzer: clang only).

MODE ?= release
PREFIX ?= /usr/local
DESTDIR ?=
MAN := share/man/man1
COMPLETIONS := share/bash-completion/completions
SAMPLES := share/gilbox/samples

ifeq ($(origin CC),default)
CC := gcc
endif
ifeq ($(MODE),release)
BUILD ?= build
else
BUILD ?= build/$(MODE)
endif

# --- What is built -----------------------------------------------------------------------------

# Memory comes in two makes: pages of our own, or malloc where the sanitizer must see each object.
MEMORY := vm/mem_pages.c
OTHER_MEMORY := vm/mem_malloc.c
ifneq ($(filter $(MODE),asan fuzz),)
MEMORY := vm/mem_malloc.c
OTHER_MEMORY := vm/mem_pages.c
endif

FOLDERS := $(wildcard runtime gil vm stdlib cli)
SOURCES := $(filter-out $(OTHER_MEMORY) stdlib/embed.c,$(sort $(shell find $(FOLDERS) -name '*.c')))
LIBRARY := $(sort $(shell find $(wildcard stdlib/py) -name '*.py' 2>/dev/null))
TESTS := $(filter-out tests/unit/gil_stress.c,$(wildcard tests/unit/*.c))

OBJECTS := $(SOURCES:%.c=$(BUILD)/obj/%.o) $(BUILD)/obj/embedded.o $(BUILD)/obj/gil/page_text.o
TEST_OBJECTS := $(TESTS:%.c=$(BUILD)/obj/%.o) \
                $(filter-out $(BUILD)/obj/cli/main.o,$(OBJECTS))
FUZZ_OBJECTS := $(filter-out $(BUILD)/obj/cli/%,$(OBJECTS))
FUZZERS := fuzz-source fuzz-recording
STRESS_OBJECTS := $(BUILD)/obj/tests/unit/gil_stress.o \
                  $(filter $(BUILD)/obj/runtime/% $(BUILD)/obj/gil/%,$(OBJECTS))
MACHINE_BENCH_OBJECTS := $(BUILD)/obj/bench/machine.o \
                         $(filter $(BUILD)/obj/runtime/% $(BUILD)/obj/gil/%,$(OBJECTS))

# --- How ---------------------------------------------------------------------------------------

# A slot of an object holds a value or a pointer, which are the same 64 bits, and the collector visits
# both through one type: so types say nothing about aliasing here.
CSTANDARD := -std=c11 -D_GNU_SOURCE -fno-strict-aliasing -I.
WARNINGS := -Wall -Wextra -Werror -Wshadow -Wno-unused-parameter -Wno-missing-field-initializers
MODE_release := -O2 -fno-semantic-interposition -fno-plt
MODE_debug := -O1 -g -DGB_CHECK
MODE_asan := -O1 -g -DGB_CHECK -fsanitize=address,undefined -fno-sanitize-recover=undefined \
             -fno-omit-frame-pointer
MODE_tsan := -O1 -g -fsanitize=thread
# NULL plus nothing, which is where an empty list begins, is only clang's complaint.
MODE_fuzz := $(MODE_asan) -fno-sanitize=pointer-overflow -fsanitize=fuzzer-no-link
ifndef MODE_$(MODE)
$(error MODE is release, debug, asan, tsan or fuzz, not '$(MODE)')
endif

GCC := $(if $(findstring clang,$(shell $(CC) --version 2>/dev/null)),,yes)
# gcc guesses at what may be uninitialized, and is wrong about results behind a status; clang and the
# sanitizers know.
ifneq ($(GCC),)
WARNINGS += -Wno-maybe-uninitialized
endif
# gcc would join the dispatch jumps of the eval loop into one, which is what the loop avoids.
# Nor calls of memset for the few slots of a frame.
EVAL_FLAGS := $(if $(GCC),-fno-gcse -fno-crossjumping -fno-tree-loop-distribute-patterns)

CFLAGS := $(CSTANDARD) $(WARNINGS) $(MODE_$(MODE)) $(EXTRA_CFLAGS)
LDFLAGS := $(filter -fsanitize=%,$(MODE_$(MODE))) $(EXTRA_LDFLAGS)
ifneq ($(filter -DGB_CHECK,$(MODE_$(MODE))),)
LDFLAGS += -rdynamic
endif
ifeq ($(MODE),release)
LDFLAGS += -Wl,-O1 -Wl,--hash-style=gnu -Wl,--as-needed
endif
# What a lock that is built out of the tree may call (--gil-plugin).
PLUGIN_API := -Wl,--export-dynamic-symbol=rt_* -Wl,--export-dynamic-symbol=gil_*
LIBS := -luv -lgmp -lpcre2-8 -lpcre2-16 -lpcre2-32 -lutf8proc -lnettle -lm -ldl -lpthread
CCACHE := $(shell command -v ccache 2>/dev/null)
COMPILE := $(CCACHE) $(CC)

PACKAGES := gcc make libc6-dev libuv1-dev libgmp-dev libpcre2-dev libutf8proc-dev nettle-dev \
            libcurl4-openssl-dev libedit-dev libcriterion-dev

.PHONY: objects all demo page test fuzz hostile soak bench fidelity conformance tidy docs lessons \
        check-lessons clean install uninstall deps help
.DELETE_ON_ERROR:

all: $(BUILD)/gilbox ## Build gilbox (the default)

$(BUILD)/gilbox: $(OBJECTS)
	@echo "  LINK    $@"
	@$(CC) $(LDFLAGS) $(PLUGIN_API) -o $@ $^ $(LIBS)

$(BUILD)/unit-tests: $(TEST_OBJECTS) | $(BUILD)/lifo.so
	@echo "  LINK    $@"
	@$(CC) $(LDFLAGS) -o $@ $^ -lcriterion $(LIBS)

$(BUILD)/lifo.so: samples/locks/lifo.c gil/gil.h gil/policy.h gil/line.h
	@$(COMPILE) $(CSTANDARD) $(WARNINGS) -O1 -shared -fPIC -o $@ $<

$(BUILD)/gil-stress: $(STRESS_OBJECTS)
	@echo "  LINK    $@"
	@$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/bench-machine: $(MACHINE_BENCH_OBJECTS)
	@echo "  LINK    $@"
	@$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

$(FUZZERS:%=$(BUILD)/%): $(BUILD)/fuzz-%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(FUZZ_OBJECTS)
	@echo "  LINK    $@"
	@$(CC) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)

$(BUILD)/obj/vm/exec/eval%.o: CFLAGS += $(EVAL_FLAGS)

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  CC      $<"
	@$(COMPILE) $(CFLAGS) -MMD -MP -c -o $@ $<

objects: $(OBJECTS)
	@:

# The Python part of the library, as a table in C.
$(BUILD)/embed: stdlib/embed.c
	@mkdir -p $(@D)
	@$(COMPILE) $(CSTANDARD) $(WARNINGS) -O1 -o $@ $<

$(BUILD)/embedded.c: $(BUILD)/embed $(LIBRARY) $(BUILD)/library
	@echo "  EMBED   stdlib/py"
	@$(BUILD)/embed stdlib/py $(LIBRARY) >$@.$$$$ && mv $@.$$$$ $@

$(BUILD)/obj/embedded.o: $(BUILD)/embedded.c $(BUILD)/flags
	@mkdir -p $(@D)
	@$(COMPILE) $(CFLAGS) -MMD -MP -c -o $@ $<

# The page of a timeline, as strings in C.
PAGE := gil/page
PAGE_CODE := $(addprefix $(PAGE)/,data.js draw.js panels.js main.js)
$(BUILD)/gil/page_text.c: $(BUILD)/embed $(PAGE)/page.css $(PAGE)/page.html $(PAGE_CODE)
	@mkdir -p $(@D)
	@echo "  EMBED   $(PAGE)"
	@{ $(BUILD)/embed -t gil_page_style $(PAGE)/page.css && \
	   $(BUILD)/embed -t gil_page_body $(PAGE)/page.html && \
	   $(BUILD)/embed -t gil_page_code $(PAGE_CODE); } >$@.$$$$ && mv $@.$$$$ $@

$(BUILD)/obj/gil/page_text.o: $(BUILD)/gil/page_text.c $(BUILD)/flags
	@mkdir -p $(@D)
	@$(COMPILE) $(CFLAGS) -MMD -MP -c -o $@ $<

# Files that change only when their text does: the flags, and the names of the library's modules.
define KEEP_TEXT
	@mkdir -p $(@D)
	@echo '$(1)' | cmp -s - $@ || echo '$(1)' >$@
endef
$(BUILD)/flags: FORCE
	$(call KEEP_TEXT,$(CC) $(CFLAGS))
$(BUILD)/library: FORCE
	$(call KEEP_TEXT,$(LIBRARY))
.PHONY: FORCE
FORCE:

-include $(OBJECTS:.o=.d) $(TESTS:%.c=$(BUILD)/obj/%.d) $(BUILD)/obj/tests/unit/gil_stress.d \
         $(wildcard $(BUILD)/obj/tests/fuzz/*.d) $(BUILD)/obj/bench/machine.d

# --- Using it ----------------------------------------------------------------------------------

demo: deps ## Build it and run a countdown under the locks of 2.7, 3.9 and 3.12
	@$(MAKE) --no-print-directory all
	@sh samples/demo.sh $(BUILD)/gilbox

# A program ends without taking every object apart, as CPython does, and what the system gets back
# anyway is no leak. The heap's own counts find real ones.
export ASAN_OPTIONS ?= detect_leaks=0:allocator_may_return_null=1

# Criterion does not start under the thread sanitizer. So there the runner is the ordinary one, the
# gilbox that it gives the scripts to is the sanitized one, and the units are a plain program. The
# virtual machine is one thread of the system: for it the stress is enough. And in a child of fork
# the sanitizer still believes in the parent's other threads, so processes are left out.
test: deps ## Run all tests (TESTS_FILTER='gil*/*' for some); MODE as above
ifeq ($(MODE),tsan)
	@$(MAKE) --no-print-directory $(BUILD)/gilbox $(BUILD)/gil-stress
	@$(MAKE) --no-print-directory MODE=release BUILD=build build/unit-tests
	$(BUILD)/gil-stress
	GILBOX=$(BUILD)/gilbox build/unit-tests --filter '$(or $(TESTS_FILTER),scripts/@(lang|threads))'
else
	@$(MAKE) --no-print-directory $(BUILD)/gilbox $(BUILD)/unit-tests
	GILBOX=$(BUILD)/gilbox $(BUILD)/unit-tests $(if $(TESTS_FILTER),--filter '$(TESTS_FILTER)')
endif

# What it finds new goes to build/fuzz/corpus; a crash is left in a file build/fuzz/crash-.... The
# tests of the language are where it begins, too.
FUZZ_SECONDS ?= 60
FUZZ_SEED ?= 0
FUZZ_OPTIONS = -seed=$(FUZZ_SEED) -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
    -print_final_stats=1 -artifact_prefix=build/fuzz/
fuzz: ## Run made-up source text and recordings for FUZZ_SECONDS=60; FUZZ_SEED=1: the same each time
	@.ci/deps $(PACKAGES) clang libclang-rt-14-dev
	@$(MAKE) --no-print-directory MODE=fuzz CC=clang BUILD=build/fuzz $(FUZZERS:%=build/fuzz/%)
	@mkdir -p build/fuzz/corpus build/fuzz/recordings
	build/fuzz/fuzz-source -max_total_time=$$(($(FUZZ_SECONDS) * 5 / 6)) $(FUZZ_OPTIONS) \
	    -dict=tests/fuzz/python.dict build/fuzz/corpus tests/fuzz/corpus tests/lang
	build/fuzz/fuzz-recording -max_total_time=$$(($(FUZZ_SECONDS) / 6)) $(FUZZ_OPTIONS) \
	    build/fuzz/recordings tests/fuzz/recordings

# The Nth allocation fails, for one N in HOSTILE_STEP; each safepoint collects, or drops the lock.
HOSTILE_STEP ?= 41
HOSTILE_SCRIPTS ?= $(sort $(wildcard tests/lang/generators/*.py tests/lang/classes/*.py \
    tests/lang/exceptions/*.py))
hostile: ## Let allocations fail, collect and drop the lock at every chance (sanitized)
	@$(MAKE) --no-print-directory MODE=asan BUILD=build/asan build/asan/gilbox build/asan/unit-tests
	sh tests/hostile.sh build/asan/gilbox fail-birth $(HOSTILE_STEP) /dev/null
	sh tests/hostile.sh build/asan/gilbox fail-nth $(HOSTILE_STEP) $(HOSTILE_SCRIPTS)
	sh tests/hostile.sh build/asan/gilbox stop-after $(HOSTILE_STEP) $(wildcard tests/lang/generators/*.py)
	for folder in generators classes special dict exceptions; do \
	    for mode in gc-every drop-every; do \
	        SCRIPTS=lang/$$folder OPTIONS="-X $$mode" GILBOX=build/asan/gilbox \
	            build/asan/unit-tests --filter 'script*/lang' || exit 1; done; done

# Both end by themselves, or after the time that is far more than they need.
SOAK_PROCESSES ?= 10000
SOAK_KILLS ?= 200
soak: all ## Start thousands of processes, and kill the workers of a busy pool: some minutes
	timeout 1800 $(BUILD)/gilbox tests/soak/processes.py $(SOAK_PROCESSES)
	timeout 600 $(BUILD)/gilbox tests/soak/kills.py $(SOAK_KILLS)

bench: all ## Measure speed, as ratios to the installed python3
	@python3 bench/bench.py --gilbox $(BUILD)/gilbox
	@sh bench/no_lock.sh $(BUILD)/gilbox $(BUILD)/obj
	@$(MAKE) --no-print-directory $(BUILD)/bench-machine
	$(BUILD)/bench-machine
	@python3 bench/sim.py --gilbox $(BUILD)/gilbox
	@python3 bench/trace.py --gilbox $(BUILD)/gilbox

fidelity: all ## Compare with CPython 2.7, 3.9, 3.11, 3.13 where installed (docs/fidelity.md)
	@python3 bench/fidelity.py --gilbox $(BUILD)/gilbox --write docs/fidelity.md

conformance: all ## Compare with the installed python3, live, over all test scripts
	@sh tests/conformance.sh $(BUILD)/gilbox

# The browser's driver is fetched by npm, into build/.
page: all ## Use the page of a timeline in a headless browser (node, npm, chromium)
	@.ci/deps nodejs npm chromium
	@[ -d build/node ] || npm install --silent --prefix build/node puppeteer-core
	@NODE_PATH=build/node/node_modules node tests/page/test_page.js $(BUILD)/gilbox build

tidy: ## Check the rules of style that can be checked
	@$(MAKE) --no-print-directory objects
	@sh tests/tidy.sh $(BUILD)/obj
	@$(MAKE) --no-print-directory $(BUILD)/tables
	@for page in opcodes locks; do $(BUILD)/tables $$page | cmp -s - docs/$$page.md || \
	    { echo "docs/$$page.md:1: is older than its table: make docs"; exit 1; }; done

docs: $(BUILD)/tables ## Write the pages that derive from tables
	@$(BUILD)/tables opcodes >docs/opcodes.md
	@$(BUILD)/tables locks >docs/locks.md

# Those of real threads differ each time, and are written only on purpose: LESSONS='fork processes'.
LESSONS ?= --all
lessons: all ## Write docs/lessons from the samples (LESSONS='fork processes' for the real ones)
	@mkdir -p docs/lessons
	@$(BUILD)/gilbox lesson --page docs/lessons $(LESSONS)

check-lessons: all ## Check that docs/lessons is what the samples say
	@mkdir -p $(BUILD)/lessons
	@$(BUILD)/gilbox lesson --page $(BUILD)/lessons --all
	@for page in $(BUILD)/lessons/*; do cmp "$$page" docs/lessons/$${page##*/} || \
	    { diff "$$page" docs/lessons/$${page##*/} | head -n 20; \
	      echo "docs/lessons/$${page##*/}:1: is older than its sample: make lessons"; exit 1; }; done

$(BUILD)/tables: docs/tables.c $(shell find $(FOLDERS) -name '*.def')
	@mkdir -p $(@D)
	@$(COMPILE) $(CSTANDARD) $(WARNINGS) -O1 -o $@ $<

clean: ## Remove all that was built
	rm -rf build

install: all ## Install into PREFIX (/usr/local), below DESTDIR if given
	$(BUILD)/gilbox completion man >$(BUILD)/gilbox.1
	$(BUILD)/gilbox completion bash >$(BUILD)/gilbox.bash
	install -d $(addprefix $(DESTDIR)$(PREFIX)/,bin $(MAN) $(COMPLETIONS) $(SAMPLES))
	install -m 755 $(BUILD)/gilbox $(DESTDIR)$(PREFIX)/bin/gilbox
	install -m 644 $(BUILD)/gilbox.1 $(DESTDIR)$(PREFIX)/$(MAN)/gilbox.1
	install -m 644 $(BUILD)/gilbox.bash $(DESTDIR)$(PREFIX)/$(COMPLETIONS)/gilbox
	install -m 644 samples/*.py samples/*.txt samples/*.net $(DESTDIR)$(PREFIX)/$(SAMPLES)

uninstall: ## Remove what install put there
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/,bin/gilbox $(MAN)/gilbox.1 $(COMPLETIONS)/gilbox)
	rm -rf $(DESTDIR)$(PREFIX)/share/gilbox

deps: ## Install the Debian packages that are missing
	@.ci/deps $(PACKAGES)

help: ## Show this
	@echo "make TARGET [MODE=release|debug|asan|tsan] [CC=gcc|clang]"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | while IFS="$$(printf '\t')" \
	    read -r target text; do printf '  %-14s %s\n' "$$target" "$$text"; done

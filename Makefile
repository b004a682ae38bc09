# The commands of this repository: `make` lists them. Each calls the tool that does the work, and
# does nothing again whose inputs have not changed.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

# NATIVE=off builds and tests as on a machine without a C compiler.
NATIVE ?= on
# FILE=path gives `make demo` a file of your own.
FILE ?=
# REPOSITORY=folder has `make install` fill that one instead of the local Maven repository.
REPOSITORY ?=
# VERSION=1.2.3 is what `make release` makes.
VERSION ?=
# How often `make stress` runs each test.
ROUNDS = 200
# How long `make fuzz` takes, in seconds for all parts together.
FUZZ_SECONDS ?= 3600
# The Python that .venv is made with.
PYTHON ?= python3

# --- tools ---------------------------------------------------------------------------------------

MVN := scripts/on-jdk mvn --batch-mode --no-transfer-progress -Dstyle.color=never
VENV := .venv/bin

# $(call need,COMMAND,PACKAGE,HINT): one clear line where a command is missing.
need = @command -v $(1) >/dev/null || { \
	echo "panamarc needs $(1): apt install $(2), or brew install $(2).$(3)" >&2; exit 1; }

COMPILER := $(shell command -v cc || command -v gcc || command -v clang)
SCANNER := $(if $(filter off,$(NATIVE)),java,$(if $(COMPILER),native,java))

# --- what is built from what ---------------------------------------------------------------------

# Folders are listed too: their times show that files have gone.
C_SOURCES := $(shell find native/CMakeLists.txt native/include native/src -name java -prune -o -print)
JAVA_SOURCES := pom.xml native/pom.xml java-core/pom.xml \
	$(shell find native/src/main native/src/generated java-core/src/main)

LIBRARY_NAME := libpanamarc.$(if $(filter Darwin,$(shell uname -s)),dylib,so)
ifeq ($(SCANNER),native)
LIBRARY := native/build/$(LIBRARY_NAME)
else
# A folder that never exists, so that no library of an earlier build gets into the jar.
MVN += -Dnative.build=$(CURDIR)/target/no-library -Djava-scanner.skip=true
endif

# Each platform's library, as the jar has them in the Maven repository: this machine's, and of Linux on
# x86-64 also the other one, where Debian's cross-compiler for it is installed.
NATIVES := target/natives
PLATFORM := $(patsubst Linux-%,linux-%,$(patsubst Darwin-%,macos-%,$(shell uname -s)-$(subst arm64,aarch64,$(shell uname -m))))
CROSS := $(if $(filter linux-x86_64,$(PLATFORM)),$(shell command -v aarch64-linux-gnu-gcc))
AARCH64 := native/build-aarch64/libpanamarc.so

# Where the Python package looks for the jars and the library.
JAVA_FOR_PYTHON := python-binding/src/panamarc/_java/lib
JAR := $(JAVA_FOR_PYTHON)/panamarc-core.jar

# Spark's connector, apart from the jars that Python's own JVM loads.
SPARK_JAR := python-binding/src/panamarc/_java/spark/panamarc-spark.jar

# Makes records' fields for Python. Without a C compiler or Python's header, Python does so itself.
ACCELERATOR := python-binding/src/panamarc/_accelerator.abi3.so

# $(call publish,FOLDER): hands the jars of Maven's build folder FOLDER to the Python package.
define publish
	@rm -rf $(JAVA_FOR_PYTHON) && mkdir -p $(JAVA_FOR_PYTHON)
	@cp $(LIBRARY) native/$(1)/panamarc-native.jar java-core/$(1)/panamarc-core.jar java-core/$(1)/lib/*.jar \
		java-core/$(1)/panamarc-core-sbom.json $(JAVA_FOR_PYTHON)
endef

# Warnings fail it: no other build compiles these kernels.
define configure-aarch64
	cmake -S native -B native/build-aarch64 -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS=-Werror \
		-DCMAKE_TOOLCHAIN_FILE=cmake/aarch64-linux-gnu.cmake
endef

# Where a JVM that crashes leaves its report, even if it was a child of a test.
CRASHES := target/crashes

define begin-tests
	@rm -rf $(CRASHES) && mkdir -p $(CRASHES)
endef

define no-crashes
	@test -z "$$(ls $(CRASHES))" || { echo "A JVM crashed: see $(CRASHES)" >&2; exit 1; }
endef

# Looking on slows the tests down; without C there is hardly another line to be seen.
COVERAGE := $(if $(filter native,$(SCANNER)),--cov --cov-report=term:skip-covered --cov-fail-under=95)

# Changes only when the choice of scanner does.
target/scanner: FORCE
	@mkdir -p target
	@echo $(SCANNER) | cmp -s - $@ || { rm -rf native/target && echo $(SCANNER) > $@; }
	@test $(SCANNER) = native || echo "Building without C ($(if $(filter off,$(NATIVE)),NATIVE=off,no C compiler found)): the scanner in Java does its work."

native/build/$(LIBRARY_NAME): $(C_SOURCES)
	$(call need,cmake,cmake, Or leave the C code out: make NATIVE=off.)
	cmake -S native -B native/build -DCMAKE_BUILD_TYPE=Release
	cmake --build native/build --parallel 2 --target panamarc
	@touch $@

$(AARCH64): $(C_SOURCES)
	$(call configure-aarch64)
	cmake --build native/build-aarch64 --parallel 2 --target panamarc
	@touch $@

natives: $(LIBRARY) $(if $(LIBRARY),$(if $(CROSS),$(AARCH64)))
	@rm -rf $(NATIVES) && mkdir -p $(NATIVES)
ifeq ($(SCANNER),native)
	@mkdir $(NATIVES)/$(PLATFORM) && cp $(LIBRARY) $(NATIVES)/$(PLATFORM)
	@$(if $(CROSS),mkdir $(NATIVES)/linux-aarch64 && cp $(AARCH64) $(NATIVES)/linux-aarch64, \
		echo "The only native library is that of $(PLATFORM). (On Linux x86-64 that of linux-aarch64 is added:" \
			"apt install gcc-aarch64-linux-gnu libc6-dev-arm64-cross.)")
endif

$(JAR): $(JAVA_SOURCES) $(LIBRARY) target/scanner
	$(call need,mvn,maven)
	@rm -rf java-core/target/quick/lib
	$(MVN) --quiet -Dquick package
	$(call publish,target/quick)

$(SPARK_JAR): $(JAR) integrations/spark/pom.xml $(shell find integrations/spark/src/main)
	$(MVN) --quiet -Dquick -Pspark package
	@mkdir -p $(@D) && cp integrations/spark/target/quick/panamarc-spark.jar $@

.venv/pyvenv.cfg:
	$(call need,$(PYTHON),python3)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
		echo "panamarc needs Python 3.10 or later: make PYTHON=/path/to/python3." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { \
		rm -rf .venv; echo "panamarc needs Python's venv: apt install python3-venv." >&2; exit 1; }

PYTHON_PROJECT := .venv/pyvenv.cfg python-binding/pyproject.toml python-binding/hatch_build.py

.venv/installed: $(PYTHON_PROJECT)
	$(VENV)/pip install --quiet --editable python-binding
	@touch $@

.venv/installed-dev: $(PYTHON_PROJECT)
	$(VENV)/pip install --quiet --editable 'python-binding[dev]'
	@touch .venv/installed $@

.venv/installed-docs: $(PYTHON_PROJECT)
	$(VENV)/pip install --quiet --editable 'python-binding[docs]'
	@touch .venv/installed $@

.venv/installed-bench: $(PYTHON_PROJECT)
	$(VENV)/pip install --quiet --editable 'python-binding[bench]'
	@touch .venv/installed $@

ifeq ($(SCANNER),native)
accelerator: $(ACCELERATOR)
else
accelerator:
	@rm -f $(ACCELERATOR)
endif

$(ACCELERATOR): $(wildcard python-binding/accelerator/*) .venv/pyvenv.cfg
	@cd python-binding && ../$(VENV)/python -m build_steps.accelerator $(COMPILER) ../$@

# --- commands ------------------------------------------------------------------------------------

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(JAR) .venv/installed accelerator ## read a MARC file and print a table (FILE=path for your own)
	@scripts/on-jdk $(VENV)/python -m panamarc.demo $(if $(FILE),'$(FILE)')

# Most of Java's tests keep one processor busy. C's tests and the linters run meanwhile, and what they
# print comes in one piece.
test: $(LIBRARY) target/scanner ## run every test and quality gate (NATIVE=off without C)
	@$(MAKE) test-native test-native-aarch64 lint-python >target/other-tests.log 2>&1 & \
	others=$$!; trap "kill $$others 2>/dev/null" INT TERM; \
	java=0; $(MAKE) test-java || java=$$?; \
	wait $$others; failed=$$?; cat target/other-tests.log; exit $$((java | failed))
	@$(MAKE) test-python

ifeq ($(SCANNER),native)
# Configured each time, as valgrind may have been installed or removed.
test-native: native/build/$(LIBRARY_NAME)
	cmake -S native -B native/build -DCMAKE_BUILD_TYPE=Release
	cmake --build native/build --parallel 2
	ctest --test-dir native/build --parallel 2 --output-on-failure
	cmake -S native -B native/build-sanitize -DCMAKE_BUILD_TYPE=RelWithDebInfo -DPANAMARC_SANITIZE=ON
	cmake --build native/build-sanitize --parallel 2
	ctest --test-dir native/build-sanitize --parallel 2 --output-on-failure

# The NEON kernels, cross-compiled and run under an emulator; on such a CPU test-native tests them.
test-native-aarch64:
ifeq ($(filter aarch64 arm64,$(shell uname -m)),)
	@mkdir -p target; \
	if echo 'int main(void) { return 0; }' | aarch64-linux-gnu-gcc -x c - -o target/aarch64 2>/dev/null \
		&& qemu-aarch64 -L /usr/aarch64-linux-gnu target/aarch64 2>/dev/null; \
	then $(MAKE) cross-test-aarch64; \
	else echo "NEON: SKIPPED, no cross-compiler or emulator" \
		"(apt install gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user)"; fi
endif

cross-test-aarch64:
	$(call configure-aarch64)
	cmake --build native/build-aarch64 --parallel 2
	ctest --test-dir native/build-aarch64 --parallel 2 --output-on-failure
else
test-native test-native-aarch64:
endif

test-java: $(LIBRARY) target/scanner
	$(call need,mvn,maven)
	$(call begin-tests)
	@rm -rf java-core/target/lib
	$(MVN) verify
	$(call no-crashes)
	$(call publish,target)

test-python: $(JAR) .venv/installed-dev accelerator
	$(call begin-tests)
	cd python-binding && ../scripts/on-jdk ../$(VENV)/python -m pytest --numprocesses=auto --maxprocesses=4 $(COVERAGE)
	$(call no-crashes)

fuzz: $(JAR) .venv/installed-dev build-fuzz ## look for inputs that break a promise (FUZZ_SECONDS=3600 in all)
	$(call need,mvn,maven)
	@MVN='$(MVN)' scripts/on-jdk $(VENV)/python scripts/fuzz.py $(FUZZ_SECONDS) \
		$(if $(filter java,$(SCANNER)),java-read java-neighbours java-decoders python)

stress: $(JAR) .venv/installed-dev ## repeat the tests of threads while the processors are busy (ROUNDS=200)
	$(call need,mvn,maven)
	@MVN='$(MVN)' scripts/on-jdk $(VENV)/python scripts/stress.py $(ROUNDS)

ifeq ($(SCANNER),native)
build-fuzz:
	@mkdir -p target && echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' | \
		clang -fsanitize=fuzzer,address,undefined -x c - -o target/libfuzzer 2>/dev/null || { \
		echo "panamarc needs clang with libFuzzer: apt install clang libclang-rt-dev, or brew install llvm." \
			"Or leave the C code out: make fuzz NATIVE=off." >&2; exit 1; }
	cmake -S native -B native/build-fuzz -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_C_COMPILER=clang \
		-DPANAMARC_SANITIZE=ON -DPANAMARC_FUZZ=ON
	cmake --build native/build-fuzz --parallel 2 --target scan_fuzz scan_replay
else
build-fuzz:
endif

lint: lint-python ## check format, style, types, words and the order of packages
	$(call need,mvn,maven)
	$(MVN) --quiet -Pbench spotless:check
	$(MVN) --quiet --projects=java-core --also-make -Djacoco.skip=true -Djava-scanner.skip=true \
		-Dtest=DependenciesTest -Dsurefire.failIfNoSpecifiedTests=false test

lint-python: .venv/installed-dev
	$(VENV)/python scripts/words.py
	$(VENV)/python scripts/lengths.py
	$(VENV)/ruff check python-binding benchmarks spec scripts
	$(VENV)/ruff format --check python-binding benchmarks spec scripts
	cd python-binding && ../$(VENV)/mypy
	cd python-binding && ../$(VENV)/python -m pytest -q --no-cov tests/api/test_imports.py

format: .venv/installed-dev ## put Java and Python sources into the house format
	$(call need,mvn,maven)
	$(MVN) --quiet -Pbench spotless:apply
	$(VENV)/ruff format python-binding benchmarks spec scripts

spark: $(SPARK_JAR) ## build the connector for Apache Spark, and hand it to the Python package

test-object-store: spark .venv/installed-dev ## have Spark read a local object store (installs PySpark and moto)
	$(call need,mvn,maven)
	$(VENV)/pip install --quiet --editable 'python-binding[spark]' 'moto[s3,server]'
	$(MVN) --quiet -f integrations/spark/object-store.xml dependency:copy-dependencies -DincludeScope=runtime \
		-DoutputDirectory='$(CURDIR)/target/object-store'
	cd python-binding && PANAMARC_OBJECT_STORE_JARS='$(CURDIR)/target/object-store' ../scripts/on-jdk ../$(VENV)/python -m pytest \
		-q --no-cov tests/tables/test_object_store.py

wheel: $(JAR) $(SPARK_JAR) .venv/installed-dev accelerator ## build python-binding/dist/*.whl
	@rm -rf python-binding/dist
	$(VENV)/python -m build --wheel --no-isolation python-binding

wheels: $(JAR) $(SPARK_JAR) .venv/installed-dev accelerator natives ## build python-binding/dist: wheels for Linux and any platform, sdist
	@test -d $(NATIVES)/linux-aarch64 -a -e $(ACCELERATOR) || { echo "make wheels needs Linux on x86-64, gcc and python3-dev," \
		"and what builds for 64-bit ARM: apt install gcc-aarch64-linux-gnu libc6-dev-arm64-cross." >&2; exit 1; }
	@cp $(ACCELERATOR) $(NATIVES)/linux-x86_64
	@cd python-binding && ../$(VENV)/python -m build_steps.accelerator $(CROSS) ../$(NATIVES)/linux-aarch64/$(notdir $(ACCELERATOR))
	@rm -rf python-binding/dist
	$(VENV)/python scripts/packages.py $(NATIVES) python-binding/dist

# All that goes into a Maven repository.
define maven-artefacts
	$(call need,mvn,maven)
	$(MVN) --quiet -Dquick -Partefacts -Dnative.libraries=$(CURDIR)/$(NATIVES)
endef

artefacts: natives target/scanner
	$(maven-artefacts) package

install: natives target/scanner ## put the Java artefacts into the local Maven repository (REPOSITORY=folder for another)
	$(maven-artefacts) $(if $(REPOSITORY),-Dmaven.repo.local='$(REPOSITORY)') install

test-packages: wheels ## build all packages, install each in an empty environment and run it
	cd python-binding && ../scripts/on-jdk ../$(VENV)/python -m pytest tests/packages/built_packages.py

api-check: $(JAR) .venv/installed-dev ## compare the APIs of Java and Python with those of the last release
	$(VENV)/python scripts/api_check.py

release: .venv/installed-dev ## set the VERSION everywhere, build all packages, commit and tag
	@$(VENV)/python scripts/release.py '$(VERSION)'

reproducible: .venv/installed-dev ## build every package twice, in two folders, and compare the bytes
	$(VENV)/python scripts/reproducible.py

bench: $(JAR) .venv/installed-bench accelerator ## measure against pymarc, mrrc, rmarc, marc4j and yaz-marcdump
	$(MVN) --quiet -Pbench -DskipTests package
	scripts/on-jdk $(VENV)/python -m benchmarks.suites.records
	scripts/on-jdk $(VENV)/python -m benchmarks.suites.compare
	scripts/on-jdk $(VENV)/python -m benchmarks.suites.formats
	scripts/on-jdk $(VENV)/python -m benchmarks.suites.tables
	scripts/on-jdk $(VENV)/python -m benchmarks.suites.ingest
	scripts/on-jdk $(VENV)/python -m benchmarks.suites.command
	scripts/on-jdk $(VENV)/python -m benchmarks.suites.index
	scripts/on-jdk $(VENV)/python -m benchmarks.suites.loader
	scripts/on-jdk $(VENV)/python -m benchmarks.suites.linearity --quick
	scripts/on-jdk $(VENV)/python -m benchmarks.data.make_fixtures
	scripts/on-jdk $(VENV)/python -m benchmarks.diagnostics.boundary_map
	scripts/on-jdk $(VENV)/python -m benchmarks.diagnostics.batch_size_sweep
	scripts/on-jdk $(VENV)/python -m benchmarks.diagnostics.loader_sweep
	scripts/on-jdk $(VENV)/python -m benchmarks.diagnostics.gil_release_check
	scripts/on-jdk $(VENV)/python -m benchmarks.diagnostics.python_file_overhead
	scripts/on-jdk $(VENV)/python -m benchmarks.diagnostics.thread_scaling
	scripts/on-jdk $(VENV)/python -m benchmarks.suites.in_java
	scripts/on-jdk $(VENV)/python -m benchmarks.suites.marc4j
	scripts/on-jdk $(VENV)/python -m benchmarks.suites.schema
	scripts/on-jdk $(VENV)/python -m benchmarks.suites.one_file
	scripts/on-jdk $(VENV)/python -m benchmarks.suites.start_up
	scripts/on-jdk $(VENV)/python -m benchmarks.suites.break_even
	scripts/on-jdk $(VENV)/python -m benchmarks.suites.whole_files
	$(VENV)/python -m benchmarks.harness.performance

docs: $(JAR) .venv/installed-docs ## build the documentation site, target/site/index.html
	NO_MKDOCS_2_WARNING=1 $(VENV)/mkdocs build --quiet
	scripts/on-jdk javadoc -quiet -Xdoclint:none --show-packages exported -d target/site/javadoc \
		--module-path $(JAVA_FOR_PYTHON) --module-source-path org.panamarc=java-core/src/main/java --module org.panamarc

clean: ## remove everything that was built
	rm -rf target */target integrations/*/target native/build native/build-sanitize native/build-fuzz native/build-aarch64 .venv $(JAVA_FOR_PYTHON) $(dir $(SPARK_JAR)) $(ACCELERATOR) python-binding/dist benchmarks/generated

FORCE:

.PHONY: accelerator natives spark help demo test test-object-store stress test-native test-native-aarch64 cross-test-aarch64 test-java test-python fuzz build-fuzz lint lint-python format wheel wheels artefacts install test-packages api-check release reproducible bench docs clean FORCE

/** The command line, one file per subcommand. */
@NullMarked
package dev.repfuse.cli;

import org.jspecify.annotations.NullMarked;

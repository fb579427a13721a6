package dev.repfuse.ir;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Where a tensor's bytes lie outside the model file.
 *
 * @param file the file itself
 * @param location path relative to the model's folder
 * @param offset first byte
 * @param length number of bytes; the rest of the file when absent
 */
public record ExternalData(Path file, String location, long offset, OptionalLong length) {}

package io.deltaingest.formats.transform;

/** Which messages become rows. */
record MessageFilter(String written, TransformSource source) {

  static MessageFilter compile(String written, boolean decodedKeys) {
    String subject = "Filter \"" + written + "\"";
    return new MessageFilter(written, new SourceCompiler(subject, decodedKeys).compile(written));
  }
}

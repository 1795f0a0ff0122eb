package io.deltaingest.launcher.config;

/**
 * What reading a document takes besides the document.
 *
 * @param references resolves what stands for something kept elsewhere
 * @param author who wrote the document
 * @param fragment whether required members may be missing, as in {@code defaults}
 * @param problems where everything wrong is gathered
 */
record ReadContext(References references, Author author, boolean fragment, Problems problems) {

  /** Who wrote a document. */
  enum Author {
    /** Who runs the process: any string may refer to its environment and files. */
    OPERATOR,
    /**
     * Whoever may call the HTTP API. Only strings that are never shown resolved may hold references
     * ({@code source.kafka}); else creating a stream would be a way to read environment and files.
     */
    CALLER
  }

  ReadContext asFragment() {
    return new ReadContext(references, author, true, problems);
  }

  /**
   * Whether the value is the operator's: a caller's stream has the operator's defaults merged under
   * it.
   */
  boolean trusts(JsonValue value) {
    return author == Author.OPERATOR || value.path().startsWith(ServeConfigReader.DEFAULTS + ".");
  }
}

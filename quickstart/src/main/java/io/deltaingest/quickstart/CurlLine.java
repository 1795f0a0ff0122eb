package io.deltaingest.quickstart;

import java.util.List;

/**
 * A command to try against the running launcher; it works as it stands.
 *
 * @param label what it does, in a word
 */
record CurlLine(String label, String command) {

  /** Those worth trying, in the order in which they make sense. */
  static List<CurlLine> of(AdminApi api, WorkFolder folder) {
    String stream = api.streams() + "/" + StreamConfigFiles.STREAM;
    return List.of(
        new CurlLine("list", "curl -s " + api.streams()),
        new CurlLine("inspect", "curl -s " + stream),
        new CurlLine("pause", "curl -s -X POST " + stream + "/pause"),
        new CurlLine("resume", "curl -s -X POST " + stream + "/resume"),
        new CurlLine(
            "create",
            "curl -s -H 'Content-Type: application/json' -d @"
                + folder.secondStream()
                + " "
                + api.streams()),
        new CurlLine(
            "delete", "curl -s -X DELETE " + api.streams() + "/" + StreamConfigFiles.SECOND_STREAM),
        new CurlLine("metrics", "curl -s " + api.base() + "/metrics | grep ^kdi_"));
  }
}

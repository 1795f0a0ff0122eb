package io.deltaingest.formats.decode.avro;

import io.deltaingest.formats.value.SchemaNames;
import io.deltaingest.formats.value.Shapes;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Resolver;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/**
 * Compiles schemas into readers. What a value stands for is taken from the writer, whose unit it is
 * in; from the reader where the writer says nothing.
 */
final class SchemaCompiler {

  /** A schema may be read onto any tape, so that its shape is one of its own in all of them. */
  private static final AtomicInteger SHAPES = new AtomicInteger();

  // Without conversions: logical types are the columns' business.
  private final GenericData data = new GenericData();
  private final SchemaNames.Builder names = new SchemaNames.Builder();
  private final DefaultValues defaults = new DefaultValues(data, names);
  private final IdentityHashMap<Schema, RecordReader> written = new IdentityHashMap<>();
  private final IdentityHashMap<Resolver.Action, RecordReader> resolved = new IdentityHashMap<>();

  /** Those that are inside of themselves are not. */
  private final IdentityHashMap<Schema, Boolean> ofOneShape = new IdentityHashMap<>();

  private SchemaCompiler() {}

  /** Reads values as they were written. */
  static CompiledSchema compile(Schema writer) {
    SchemaCompiler compiler = new SchemaCompiler();
    int shape = compiler.hasOneShape(writer) ? SHAPES.getAndIncrement() : Shapes.NONE;
    return compiler.compiled(compiler.reader(writer), writer, shape);
  }

  /**
   * Reads values of {@code writer} as {@code reader} has them (Avro specification, "Schema
   * Resolution"): by name or alias, with promotions and defaults. Where the two don't fit, the
   * values that show it can't be read.
   */
  static CompiledSchema compile(Schema writer, Schema reader) {
    SchemaCompiler compiler = new SchemaCompiler();
    return compiler.compiled(
        compiler.reader(Resolver.resolve(writer, reader, compiler.data)), reader, Shapes.NONE);
  }

  /** Whether every value has as many nodes: where a part may have any number, it has not. */
  private boolean hasOneShape(Schema schema) {
    return switch (schema.getType()) {
      case ARRAY, MAP -> false;
      case RECORD -> {
        Boolean known = ofOneShape.putIfAbsent(schema, false);
        if (known == null) {
          known = schema.getFields().stream().allMatch(field -> hasOneShape(field.schema()));
          ofOneShape.put(schema, known);
        }
        yield known;
      }
      case UNION -> schema.getTypes().stream().noneMatch(SchemaCompiler::hasParts);
      default -> true;
    };
  }

  private static boolean hasParts(Schema schema) {
    return switch (schema.getType()) {
      case ARRAY, MAP, RECORD -> true;
      default -> false;
    };
  }

  private CompiledSchema compiled(DatumReader reader, Schema schema, int shape) {
    return new CompiledSchema(reader, names.build(), schema, shape);
  }

  private DatumReader reader(Schema schema) {
    return switch (schema.getType()) {
      case ARRAY -> new ArrayReader(reader(schema.getElementType()));
      case MAP -> new MapReader(reader(schema.getValueType()));
      case UNION ->
          new UnionReader(schema.getTypes().stream().map(this::reader).toArray(DatumReader[]::new));
      case RECORD -> record(schema);
      case ENUM -> new ScalarReaders.EnumReader(nameNumbers(schema.getEnumSymbols()));
      default -> marked(primitive(schema, schema), schema, schema);
    };
  }

  private DatumReader record(Schema schema) {
    RecordReader known = written.get(schema);
    if (known != null) {
      return known;
    }
    RecordReader record = new RecordReader();
    written.put(schema, record);
    List<Schema.Field> fields = schema.getFields();
    record.define(
        nameNumbers(fields.stream().map(Schema.Field::name).toList()),
        fields.stream().map(field -> reader(field.schema())).toArray(DatumReader[]::new));
    return record;
  }

  private DatumReader reader(Resolver.Action action) {
    return switch (action.type) {
      case DO_NOTHING, PROMOTE ->
          marked(primitive(action.writer, action.reader), action.writer, action.reader);
      case ERROR -> new ScalarReaders.UnresolvableReader(action.toString());
      case CONTAINER -> {
        DatumReader items = reader(((Resolver.Container) action).elementAction);
        yield action.writer.getType() == Schema.Type.ARRAY
            ? new ArrayReader(items)
            : new MapReader(items);
      }
      case ENUM -> symbols((Resolver.EnumAdjust) action);
      case SKIP -> reader(action.writer);
      case RECORD -> record((Resolver.RecordAdjust) action);
      case WRITER_UNION -> union((Resolver.WriterUnion) action);
      case READER_UNION -> reader(((Resolver.ReaderUnion) action).actualAction);
    };
  }

  private DatumReader symbols(Resolver.EnumAdjust action) {
    int[] symbols = nameNumbers(action.reader.getEnumSymbols());
    int[] numbers = new int[action.adjustments.length];
    for (int i = 0; i < numbers.length; i++) {
      int symbol = action.adjustments[i];
      numbers[i] = symbol < 0 ? ScalarReaders.EnumReader.UNKNOWN : symbols[symbol];
    }
    return new ScalarReaders.EnumReader(numbers);
  }

  private DatumReader union(Resolver.WriterUnion action) {
    DatumReader[] branches = new DatumReader[action.actions.length];
    for (int i = 0; i < branches.length; i++) {
      branches[i] = reader(action.actions[i]);
    }
    return new UnionReader(branches);
  }

  private DatumReader record(Resolver.RecordAdjust action) {
    RecordReader known = resolved.get(action);
    if (known != null) {
      return known;
    }
    RecordReader record = new RecordReader();
    resolved.put(action, record);
    int written = action.fieldActions.length;
    int added = action.readerOrder.length - action.firstDefault;
    int[] fieldNames = new int[written + added];
    DatumReader[] fields = new DatumReader[written + added];
    int kept = 0;
    for (int i = 0; i < written; i++) {
      boolean skipped = action.fieldActions[i].type == Resolver.Action.Type.SKIP;
      fieldNames[i] = skipped ? RecordReader.SKIPPED : names.add(action.readerOrder[kept++].name());
      fields[i] = reader(action.fieldActions[i]);
    }
    for (int i = 0; i < added; i++) {
      Schema.Field field = action.readerOrder[action.firstDefault + i];
      fieldNames[written + i] = names.add(field.name());
      fields[written + i] = defaults.compile(field.schema(), action.defaults[i]);
    }
    record.define(fieldNames, fields);
    return record;
  }

  /** Reads what the writer wrote as the reader's type, which may be a wider one. */
  private static DatumReader primitive(Schema writer, Schema reader) {
    Schema.Type wanted = reader.getType();
    return switch (writer.getType()) {
      case NULL -> new ScalarReaders.NullReader();
      case BOOLEAN -> new ScalarReaders.BooleanReader();
      case INT, LONG -> whole(writer.getType(), wanted);
      case FLOAT -> new ScalarReaders.FloatReader(wanted == Schema.Type.DOUBLE);
      case DOUBLE -> new ScalarReaders.DoubleReader();
      case STRING, BYTES ->
          wanted == Schema.Type.STRING
              ? new ScalarReaders.StringReader()
              : new ScalarReaders.BytesReader();
      case FIXED -> new ScalarReaders.FixedReader(writer.getFixedSize());
      default -> throw new IllegalArgumentException(writer.getType() + " has parts");
    };
  }

  private static DatumReader whole(Schema.Type writer, Schema.Type wanted) {
    if (wanted == Schema.Type.FLOAT || wanted == Schema.Type.DOUBLE) {
      return new ScalarReaders.WholeAsFloatingReader(wanted == Schema.Type.FLOAT);
    }
    return writer == Schema.Type.INT
        ? new ScalarReaders.IntReader()
        : new ScalarReaders.LongReader();
  }

  private static DatumReader marked(DatumReader values, Schema writer, Schema reader) {
    LogicalMark own = LogicalMark.of(writer);
    LogicalMark mark = own != null ? own : LogicalMark.of(reader);
    return mark == null
        ? values
        : new ScalarReaders.MarkedReader(values, mark.type(), mark.scale());
  }

  private int[] nameNumbers(List<String> texts) {
    return texts.stream().mapToInt(names::add).toArray();
  }
}

package io.plainsight.stream.state;

import io.plainsight.events.RecordMaker;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;

/** Components in their order, without their names; as many as were written. */
final class RecordForm extends Form {
    private final RecordComponent[] components;
    private final Form[] forms;
    private final MethodHandle[] accessors;
    private final RecordMaker maker;

    RecordForm(Class<?> type) {
        components = type.getRecordComponents();
        forms = new Form[components.length];
        maker = new RecordMaker(type);
        accessors = new MethodHandle[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                Method accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                accessors[i] = MethodHandles.lookup()
                        .unreflect(accessor)
                        .asType(MethodType.methodType(Object.class, Object.class));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("every record has accessors of its components: " + type, e);
        }
    }

    /** Looks for the components' forms, which may be this one again. */
    void compose(Forms known) {
        for (int i = 0; i < forms.length; i++) {
            forms[i] = known.of(components[i].getGenericType());
        }
    }

    @Override
    void writePresent(Object value, Packer out) {
        out.octet(RECORD).number(forms.length);
        for (int i = 0; i < forms.length; i++) {
            forms[i].write(component(value, i), out);
        }
    }

    @Override
    Object readPresent(int tag, Unpacker in) {
        if (tag != RECORD) {
            throw unexpected(tag, "a record");
        }
        int written = in.count();
        Object[] parts = maker.parts();
        for (int i = 0; i < Math.min(written, forms.length); i++) {
            Object part = forms[i].read(in);
            parts[i] = part == null ? maker.absent(i) : part;
        }
        for (int i = forms.length; i < written; i++) {
            skip(in);
        }
        return maker.make(parts);
    }

    private Object component(Object value, int index) {
        try {
            return (Object) accessors[index].invokeExact(value);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("accessors of records throw nothing checked", e);
        }
    }
}

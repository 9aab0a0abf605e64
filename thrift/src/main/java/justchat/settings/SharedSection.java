// SPDX-License-Identifier: Apache-2.0
package justchat.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The options that this class declares mean the same in every command that mixes
/// it in. A file, and the environment, can set them once for all of these, in a
/// section of this name; what is set for one command counts more.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SharedSection {
    /// The section's name; no command has it.
    String value();
}

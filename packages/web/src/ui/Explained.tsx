import { Button, type ButtonProps } from 'antd';
import { useId, type ReactNode } from 'react';

/**
 * A button that, when it cannot be used, stays reachable by keyboard and says why in visible text below it.
 * `why` undefined = usable.
 */
export function ExplainedButton({ why, children, onClick, ...rest }: Omit<ButtonProps, 'disabled'> & { readonly why: ReactNode | undefined }): ReactNode {
  const id = useId();
  const closed = why !== undefined && why !== null;
  return (
    <span className="explained">
      <Button {...rest} {...(closed ? { 'aria-disabled': true, 'aria-describedby': id, className: 'button-closed' } : onClick ? { onClick } : {})}>
        {children}
      </Button>
      {closed ? (
        <span id={id} className="why">
          {why}
        </span>
      ) : null}
    </span>
  );
}
